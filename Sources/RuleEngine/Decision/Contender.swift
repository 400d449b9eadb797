/// A rule that matched and is present, with its evidence and the case that applies.
struct Contender {
    let rule: Rule
    /// The evidence in the text; nil for events without text and for rules that take any text.
    let match: RuleMatch?
    let reply: ReplyCase
    /// Whether its stage does not reach this follower, so that it is only recorded.
    let isShadow: Bool

    /// Its evidence, as it is compared.
    var score: MatchScore {
        MatchScore(rule, match)
    }

    /// The slot whose question this rule's answer closes.
    var answeredSlot: String? { rule.condition.asked ?? reply.condition.asked }
}

extension MatchScore {
    init(_ rule: Rule, _ match: RuleMatch?) {
        self.init(
            priority: rule.priority,
            tier: match?.tier ?? .event,
            length: match?.length ?? 0,
            order: rule.order
        )
    }
}

extension Candidate {
    init(_ contender: Contender, fate: CandidateFate) {
        self.init(contender.rule, contender.match, caseNumber: contender.reply.number, fate: fate)
    }

    init(_ rule: Rule, _ match: RuleMatch?, caseNumber: Int, fate: CandidateFate) {
        self.init(
            rule: rule.id,
            location: rule.location,
            score: MatchScore(rule, match),
            clause: match?.clause,
            matched: match?.matched ?? [],
            captures: match?.captures ?? [:],
            caseNumber: caseNumber,
            caseCount: rule.cases.count,
            fate: fate
        )
    }
}
