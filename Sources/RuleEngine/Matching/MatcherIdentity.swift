/// Tells one matcher from another, so that working memory is never used with the wrong one.
final class MatcherIdentity: Sendable {}
