internal import Synchronization

/// Lets requests in while there is room, and counts those that it turns away; nobody waits here.
final class ConcurrencyLimiter: Sendable {
    /// What a request occupies.
    enum Place: Sendable {
        /// Its body is on its way.
        case reading
        /// It is verified, stored and acknowledged.
        case working
        /// The same for a handshake, for which a few places are kept.
        case handshake
    }

    /// What is occupied now, and what was refused so far.
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

    /// What is occupied now, and what was refused so far.
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

    /// Takes room for a part of a body, which `release` gives back.
    func hold(_ bytes: Int) throws(IntakeRefusal) {
        try state.withLock { counts throws(IntakeRefusal) in
            try counts.raise(\.bytes, by: bytes, to: capacity.bytes, or: .bytes)
        }
    }

    /// Gives the room of a body back.
    func release(_ bytes: Int) {
        state.withLock { $0.bytes -= bytes }
    }

    /// Counts what was refused elsewhere.
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
