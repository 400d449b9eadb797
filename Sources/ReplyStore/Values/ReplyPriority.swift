/// Who yields to whom when a follower's messages of the day run short.
public enum ReplyPriority: String, Sendable, Hashable, CaseIterable {
    /// The first to yield.
    case low
    /// Most replies.
    case ordinary
    /// May use what is kept in reserve.
    case essential
}
