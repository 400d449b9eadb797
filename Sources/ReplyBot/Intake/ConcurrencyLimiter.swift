internal import Synchronization

/// Admits requests while there is capacity, and counts the refused ones; none waits.
final class ConcurrencyLimiter: Sendable {
    /// The kind of capacity that a request takes.
    enum Place: Sendable {
        /// A body on its way.
        case reading
        /// A request that is verified, stored and acknowledged.
        case working
        /// The same for a handshake, which has a few places of its own.
        case handshake
    }

    /// Places in use, and refusals so far.
    struct Counts: Sendable, Equatable {
        var reading = 0
        var working = 0
        var bytes = 0
        var refused: [IntakeRefusal: Int] = [:]
    }

    private let capacity: IntakeLimits.Capacity
    private let state = Mutex(Counts())

    init(_ capacity: IntakeLimits.Capacity = .init()) {
        self.capacity = capacity
    }

    var counts: Counts { state.withLock { $0 } }

    /// Takes a place, which `leave` gives back.
    func enter(_ place: Place) throws(IntakeRefusal) {
        try state.withLock { counts throws(IntakeRefusal) in
            switch place {
            case .reading: try counts.raise(\.reading, to: capacity.reading, or: .reading)
            case .working: try counts.raise(\.working, to: capacity.working, or: .working)
            case .handshake: try counts.raise(\.working, to: capacity.working + capacity.handshakes, or: .working)
            }
        }
    }

    /// Gives a place back.
    func leave(_ place: Place) {
        state.withLock { counts in
            switch place {
            case .reading: counts.reading -= 1
            case .working, .handshake: counts.working -= 1
            }
        }
    }

    /// Takes capacity for a part of a body, which `release` gives back.
    func hold(_ bytes: Int) throws(IntakeRefusal) {
        try state.withLock { counts throws(IntakeRefusal) in
            try counts.raise(\.bytes, by: bytes, to: capacity.bytes, or: .bytes)
        }
    }

    /// Gives the capacity of a body back.
    func release(_ bytes: Int) {
        state.withLock { $0.bytes -= bytes }
    }

    /// Counts a refusal by somebody else.
    func note(_ refusal: IntakeRefusal) {
        state.withLock { $0.refused[refusal, default: 0] += 1 }
    }
}

extension ConcurrencyLimiter.Counts {
    fileprivate mutating func raise(
        _ count: WritableKeyPath<Self, Int>,
        by amount: Int = 1,
        to limit: Int,
        or refusal: IntakeRefusal
    ) throws(IntakeRefusal) {
        guard self[keyPath: count] + amount <= limit else {
            refused[refusal, default: 0] += 1
            throw refusal
        }
        self[keyPath: count] += amount
    }
}
