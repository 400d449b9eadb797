/// What an oracle found wrong.
public struct OracleFindings: Sendable, Hashable {
    /// A reply that arrived more than once.
    public struct Duplicate: Sendable, Hashable {
        /// The reply.
        public let text: String
        /// Its places among all arrivals.
        public let arrivals: [Int]
    }

    /// Acknowledged events without any reply.
    public var lostEvents: [String] = []
    /// Replies that are missing although another reply to the same event arrived.
    public var lostReplies: [String] = []
    /// Replies that arrived more than once.
    public var duplicates: [Duplicate] = []
    /// Replies that arrived after a later reply to the same follower.
    public var disorders: [String] = []
    /// Followers who got too many messages on one day, each with the day.
    public var overQuota: [String] = []
    /// Messages that answer nothing, or went to somebody else.
    public var strangers: [String] = []

    /// Nothing is wrong.
    public init() {}
}
