public import Foundation

/// What there is to do and what went wrong, for metrics.
public struct StoreFigures: Sendable, Hashable {
    /// Events that wait for their decision.
    public var undecided = 0
    /// Events set aside, because deciding them ends the process or cannot succeed.
    public var aside = 0
    /// Replies that wait to be sent.
    public var queued = 0
    /// Replies claimed by a sender.
    public var sending = 0
    /// Replies given up, without those that an operator dropped, and not yet pruned.
    public var dead = 0
    /// When the oldest reply was written that is neither sent nor given up.
    public var oldestReply: Date?
    /// Followers who had as many messages on the day as are allowed.
    public var followersAtQuota = 0

    /// An empty store.
    public init() {}
}
