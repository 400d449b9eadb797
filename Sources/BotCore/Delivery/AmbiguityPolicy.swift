/// What to do about a message that may have been delivered.
public enum AmbiguityPolicy: String, Sendable, Hashable, CaseIterable {
    /// Repeat it once: a repeated line is better than silence.
    case resendOnce = "resend-once"
    /// Give it up: silence is better than a repeated line.
    case drop

    /// How many tries of one message may be ambiguous before it is given up.
    var tolerated: Int { self == .drop ? 0 : 1 }

    /// Whether a reply may be sent after these tries.
    ///
    /// Only the reply's lifetime limits how often our own death may interrupt it: each death is one repeat at most.
    func admits(_ reply: ClaimedReply) -> Bool {
        reply.ambiguousTries <= tolerated && (self == .resendOnce || reply.interruptedTries == 0)
    }
}
