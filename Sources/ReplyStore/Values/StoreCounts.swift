/// How many rows are in each stage of life.
public struct StoreCounts: Sendable, Hashable {
    /// Events that wait for their decision.
    public var undecided = 0
    /// Events set aside, because deciding them ends the process or cannot succeed.
    public var aside = 0
    /// Replies that wait to be sent.
    public var queued = 0
    /// Replies claimed by a sender.
    public var sending = 0
    /// Replies sent and not yet pruned.
    public var sent = 0
    /// Replies given up and not yet pruned.
    public var dead = 0

    /// An empty store.
    public init() {}
}
