/// What is known of an attempt that did not end well.
public enum AttemptOutcome: String, Sendable, Hashable, CaseIterable {
    /// No request was written: the attempt does not count.
    case notMade
    /// The API refused the message: it did not reach the follower.
    case refused
    /// The message may have reached the follower, for example after a time-out: it counts towards the quota.
    case unknown
}
