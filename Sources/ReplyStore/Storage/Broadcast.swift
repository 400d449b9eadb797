import Synchronization

/// Publishes values to any number of subscribers, in order.
final class Broadcast<Element: Sendable>: Sendable {
    private struct State {
        var next = 0
        var subscribers: [Int: AsyncStream<Element>.Continuation] = [:]
        var isFinished = false
    }

    private let state = Mutex(State())

    /// The values published from now on, after `first` if given; ends when the broadcast finishes.
    func subscribe(first: Element? = nil) -> AsyncStream<Element> {
        let (stream, input) = AsyncStream.makeStream(of: Element.self)
        if let first { input.yield(first) }
        let number = state.withLock { state in
            if state.isFinished { input.finish() }
            state.next += 1
            state.subscribers[state.next] = input
            return state.next
        }
        input.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.subscribers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Publishes a value; without subscribers it is dropped.
    func publish(_ element: Element) {
        // Under the lock, so that all subscribers get the same order.
        state.withLock { state in
            for subscriber in state.subscribers.values { subscriber.yield(element) }
        }
    }

    /// Ends all streams.
    func finish() {
        let subscribers = state.withLock { state in
            state.isFinished = true
            return Array(state.subscribers.values)
        }
        for subscriber in subscribers { subscriber.finish() }
    }
}
