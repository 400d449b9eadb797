/// What a test, a case or a step says of its events, and what it takes over from around it.
struct RuleTestScope {
    /// What happens; empty while nothing was said.
    var events: [RuleEvent.Content] = []
    /// When; nil while no time was given.
    var time: RuleTestTime?
    /// Whose events they are.
    var user = RuleTestScope.defaultUser

    /// The follower of tests that name none.
    static let defaultUser = "test-user"
}
