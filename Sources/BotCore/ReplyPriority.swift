/// Who yields to whom when a follower's messages of the day run short.
public enum ReplyPriority: String, Sendable, Hashable, CaseIterable {
    /// The first to yield: fallback answers.
    case low
    /// Most answers.
    case ordinary
    /// May use what is kept in reserve: the hand-off to a person.
    case essential
}
