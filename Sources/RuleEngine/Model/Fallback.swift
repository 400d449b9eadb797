/// The answer to a text that no rule answers (RULES C2, `fallback`).
public struct Fallback: Sendable {
    /// The name that decisions, cooldowns and tests use for the fallback.
    public static let id = "fallback"

    /// What is sent; one case without a condition.
    public let reply: ReplyCase
    /// How often one follower gets it.
    public let cooldown: Cooldown?
    /// How many titles of nearby rules are suggested, 0 for none.
    public let suggestions: Int
    /// Where it begins.
    public let location: SourceLocation
}
