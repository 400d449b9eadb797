/// What became of an event for which a rule is there, by asking `decide`.
struct ShadowTrial {
    /// How the rule fared.
    enum Result {
        /// Another rule took the event.
        case lost(ShadowWitness)
        /// The rule does not match it.
        case unmatched
        /// The rule was not beaten.
        case kept
    }

    /// How the rule fared.
    let result: Result
    /// What it took to find out, as the budget for trials counts it; the cheapest make 200 of them.
    let cost: Int

    /// Decides one event.
    init(_ content: RuleEvent.Content, _ situation: Situation, of rule: Rule, in rules: RuleSet) {
        let event = RuleEvent(content, userID: situation.user, messageID: "try")
        let decision = rules.decide(event, state: situation.state, at: situation.date)
        cost = max(2_000, rules.rules.count / 20 + 5 * decision.candidates.count)
        guard let own = decision.candidates.first(where: { $0.rule == rule.id }) else {
            result = .unmatched
            return
        }
        guard case .lost = own.fate, let winner = decision.winner?.rule, winner != rule.id else {
            result = .kept
            return
        }
        result = .lost(ShadowWitness(content: content, situation: situation, winner: winner))
    }
}
