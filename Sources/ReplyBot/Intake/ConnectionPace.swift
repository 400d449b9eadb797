internal import NIOCore

/// How long a connection may still take for what it does now (RELIABILITY T12); time is given.
struct ConnectionPace {
    private enum Phase {
        /// Nothing is under way, or a request is answered.
        case idle
        /// A head is to come, or comes.
        case head(since: NIODeadline)
        /// A body comes.
        case body(since: NIODeadline, bytes: Int)
    }

    private let limits: IntakeLimits.Pace
    private var phase = Phase.idle
    /// When the oldest answer was written that the system has not taken yet.
    private var answering: NIODeadline?
    /// When the connection ends in any case.
    private var end: NIODeadline?

    init(_ limits: IntakeLimits.Pace) {
        self.limits = limits
    }

    /// Whether a request has begun that is not complete.
    var isReading: Bool {
        if case .body = phase { true } else { false }
    }

    /// The next moment at which something is due, and what is then; no reason for an end that was agreed.
    var due: (at: NIODeadline, because: IntakeRefusal?)? {
        let candidates = [
            readingEnd, answering.map { ($0 + limits.answer, .slowReader) }, end.map { ($0, nil) },
        ]
        return candidates.compactMap(\.self).min { $0.0 < $1.0 }
    }

    private var readingEnd: (NIODeadline, IntakeRefusal?)? {
        switch phase {
        case .idle: nil
        case .head(let since): (since + limits.head, .slowHead)
        case .body(let since, let bytes):
            // One KiB buys a second.
            (since + min(limits.body, limits.emptyBody + .microseconds(Int64(bytes) * 1_000_000 / 1_024)), .slowBody)
        }
    }

    /// The connection is there.
    mutating func opened(at now: NIODeadline) {
        phase = .head(since: now)
    }

    /// Bytes came that are no part of a request yet.
    mutating func receivedBytes(at now: NIODeadline) {
        if case .idle = phase { phase = .head(since: now) }
    }

    /// A head is complete.
    mutating func receivedHead(at now: NIODeadline) {
        phase = .body(since: now, bytes: 0)
    }

    /// A part of a body came.
    mutating func receivedBody(_ count: Int) {
        guard case .body(let since, let bytes) = phase else { return }
        phase = .body(since: since, bytes: bytes + count)
    }

    /// The request is complete.
    mutating func receivedEnd() {
        phase = .idle
    }

    /// An answer was written.
    mutating func answered(at now: NIODeadline) {
        if answering == nil { answering = now }
    }

    /// The system has taken all answers.
    mutating func delivered() {
        answering = nil
    }

    /// The connection ends at `deadline`, whatever happens.
    mutating func end(by deadline: NIODeadline) {
        end = min(end ?? deadline, deadline)
    }
}
