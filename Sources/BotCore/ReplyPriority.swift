/// The order in which replies yield when a follower's messages of the day run short.
package enum ReplyPriority: String, Sendable, Hashable, CaseIterable {
    /// Yields first: fallback answers.
    case low
    /// Most replies.
    case ordinary
    /// May use the reserve: the hand-off to a person.
    case essential
}
