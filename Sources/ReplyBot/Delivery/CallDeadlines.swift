internal import BotCore
internal import DequeModule
internal import Synchronization

/// Ends calls at their deadline, with one timer for all of them: a timer for each would cost more than it guards.
final class CallDeadlines: Sendable {
    private struct Call {
        let number: Int
        let deadline: Duration
        let cancel: @Sendable () -> Void
    }

    private struct State {
        /// In the order of their deadlines.
        var calls: Deque<Call> = []
        var next = 0
        /// The timer, and when it rings; nil without calls.
        var timer: (task: Task<Void, Never>, at: Duration)?
    }

    private let clock: any BotClock
    private let state = Mutex(State())

    init(clock: any BotClock) {
        self.clock = clock
    }

    /// The number of calls under way.
    var waiting: Int { state.withLock { $0.calls.count } }

    /// The result of `work`; nil when the monotonic clock reaches `deadline` first, which cancels the work.
    ///
    /// A value counts even if it comes after that.
    func run<Value: Sendable>(
        until deadline: Duration,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let task = Task { try await work() }
        let number = add(deadline) { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let isInTime = remove(number)
        if case .failure = result, !isInTime { return nil }
        return try result.get()
    }

    private func add(_ deadline: Duration, cancel: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.next += 1
            let call = Call(number: state.next, deadline: deadline, cancel: cancel)
            let place = state.calls.lastIndex { $0.deadline <= deadline }.map { $0 + 1 } ?? 0
            state.calls.insert(call, at: place)
            if state.timer.map({ deadline < $0.at }) ?? true { setTimer(&state) }
            return call.number
        }
    }

    /// Removes a call; false when its deadline had come.
    private func remove(_ number: Int) -> Bool {
        state.withLock { state in
            guard let place = state.calls.firstIndex(where: { $0.number == number }) else { return false }
            state.calls.remove(at: place)
            if state.calls.isEmpty { setTimer(&state) }
            return true
        }
    }

    /// Sets the timer for the first deadline, or ends it where there is none.
    ///
    /// A call that ends while others go on leaves the timer alone: it rings too early once, and is set again.
    private func setTimer(_ state: inout State) {
        state.timer?.task.cancel()
        state.timer = state.calls.first.map { first in
            let task = Task { [self] in
                guard (try? await clock.sleep(for: first.deadline - clock.reading().monotonic)) != nil else { return }
                ring()
            }
            return (task, first.deadline)
        }
    }

    private func ring() {
        let overdue = state.withLock { state in
            let now = clock.reading().monotonic
            let overdue = state.calls.prefix { $0.deadline <= now }.map(\.cancel)
            state.calls.removeFirst(overdue.count)
            setTimer(&state)
            return overdue
        }
        for cancel in overdue { cancel() }
    }
}

/// Limits the time of a single piece of work.
package enum TimeLimit {
    /// The result of `work`; nil when `seconds` pass first, which cancels it.
    package static func run<Value: Sendable>(
        seconds: Double,
        clock: any BotClock = SystemClock(),
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await CallDeadlines(clock: clock).run(until: clock.reading().monotonic + .seconds(seconds), work)
    }
}
