/// What a rule set holds, and what is compiled from it.
final class RuleSetContents: Sendable {
    let account: RuleAccount
    let limits: RuleLimits
    let schedules: [String: Schedule]
    let rules: [Rule]
    let fallback: Fallback?
    let matcher: Matcher
    /// The rules that look at no text, by the kind of event that they are for; indexes, ascending.
    let unconditional: [RuleEvent.Kind: [Int]]
    /// What the fallback finds its suggestions by; empty when it makes none.
    let suggestions: SuggestionIndex

    init(
        account: RuleAccount,
        limits: RuleLimits,
        schedules: [String: Schedule],
        rules: [Rule],
        fallback: Fallback?
    ) {
        self.account = account
        self.limits = limits
        self.schedules = schedules
        self.rules = rules
        self.fallback = fallback
        matcher = Matcher(rules: rules)
        let indexes = rules.indices.filter { rules[$0].clauses.isEmpty }
        unconditional = Dictionary(grouping: indexes) { rules[$0].event }
        suggestions = SuggestionIndex(of: fallback.map { $0.suggestions > 0 } ?? false ? rules : [])
    }
}
