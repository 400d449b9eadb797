internal import DequeModule
internal import Synchronization

/// A bounded queue between the request half and one task of the worker.
final class EventLane: Sendable {
    fileprivate struct State {
        var events = Deque<AcceptedEvent>()
        var isClosed = false
        var reader: CheckedContinuation<AcceptedEvent?, Never>?
        var writer: CheckedContinuation<Bool, Never>?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Puts an event in, if there is room.
    func offer(_ event: AcceptedEvent) -> Bool {
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<AcceptedEvent?, Never>?) in
            guard !state.isClosed, state.events.count < limit else { return (false, nil) }
            guard let reader = state.takeReader() else {
                state.events.append(event)
                return (true, nil)
            }
            return (true, reader)
        }
        reader?.resume(returning: event)
        return isTaken
    }

    /// Puts an event in as soon as there is room; false when the lane was closed.
    ///
    /// One task at a time may wait for room.
    func put(_ event: AcceptedEvent) async -> Bool {
        while !offer(event) {
            guard await hasRoom() else { return false }
        }
        return true
    }

    /// The next event; nil when the lane was closed.
    func next() async -> AcceptedEvent? {
        await withCheckedContinuation { continuation in
            let (isAnswered, event, writer) = state.withLock { $0.read(continuation) }
            writer?.resume(returning: true)
            if isAnswered { continuation.resume(returning: event) }
        }
    }

    /// Ends the lane; what is in it is left to the journal.
    func close() {
        let (reader, writer) = state.withLock { state in
            state.isClosed = true
            state.events = []
            return (state.takeReader(), state.takeWriter())
        }
        reader?.resume(returning: nil)
        writer?.resume(returning: false)
    }

    private func hasRoom() async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                if state.isClosed { return false }
                if state.events.count < limit { return true }
                state.writer = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}

extension EventLane.State {
    /// Takes an event out, or keeps the reader until there is one.
    fileprivate mutating func read(
        _ reader: CheckedContinuation<AcceptedEvent?, Never>
    ) -> (isAnswered: Bool, event: AcceptedEvent?, writer: CheckedContinuation<Bool, Never>?) {
        if isClosed { return (true, nil, nil) }
        guard !events.isEmpty else {
            self.reader = reader
            return (false, nil, takeWriter())
        }
        return (true, events.removeFirst(), takeWriter())
    }

    fileprivate mutating func takeReader() -> CheckedContinuation<AcceptedEvent?, Never>? {
        defer { reader = nil }
        return reader
    }

    fileprivate mutating func takeWriter() -> CheckedContinuation<Bool, Never>? {
        defer { writer = nil }
        return writer
    }
}
