/// A claimed reply on its way through the core.
struct Flight: Sendable, Hashable {
    /// Where it is.
    enum Stage: Sendable, Hashable {
        /// The store is asked about the follower.
        case checking
        /// The store is asked to note that a request will be written.
        case starting
        /// The request is under way.
        case sending(Attempt)
        /// The store is asked to keep the outcome; asked again at `again` when it failed.
        case recording(Settlement, again: Duration?)
        /// The store refused the outcome, and it may be our own claim under way that has taken the reply.
        case disowned(Settlement)
    }

    private(set) var reply: ClaimedReply
    private(set) var lease: LeaseWatch
    /// The clocks when it was claimed.
    private(set) var claimed: ClockReading
    /// When it stops being worth sending, by the monotonic clock.
    let expires: Duration
    /// Whether it may be the one message that is sent to see whether it passes.
    let isProbe: Bool
    var stage = Stage.checking

    init(_ reply: ClaimedReply, claimed: ClockReading, lease: Duration, isProbe: Bool) {
        self.reply = reply
        self.claimed = claimed
        self.lease = LeaseWatch(claimed: claimed.monotonic, lease: lease)
        expires = claimed.monotonic(at: reply.expires)
        self.isProbe = isProbe
    }

    /// Goes on under a new claim of the same reply.
    mutating func goOn(under claim: Flight) {
        reply = claim.reply
        lease = claim.lease
        claimed = claim.claimed
    }

    /// Whether some try before this one may have reached the follower.
    var mayHaveArrived: Bool { reply.ambiguousTries + reply.interruptedTries > 0 }

    /// When its outcome is to be recorded again; nil when the store did not fail.
    var recordsAgain: Duration? {
        if case .recording(_, let again) = stage { again } else { nil }
    }
}
