/// A rule that matched and is present, with its evidence and the case that applies.
struct Contender {
    let rule: Rule
    /// What was found in the text; nil for events without text and for rules that take any text.
    let hit: RuleHit?
    let precedence: Precedence
    /// The index of the case that applies.
    let caseIndex: Int
    /// Whether its stage does not reach this follower, so that it is only recorded.
    let isShadow: Bool
}

extension Candidate {
    init(_ contender: Contender, _ found: Evidence, captures: [String: String], fate: CandidateFate) {
        self.init(
            source: contender.rule,
            precedence: contender.precedence,
            clauseIndex: contender.hit.map { Int($0.clause) },
            found: found,
            captures: captures,
            caseIndex: contender.caseIndex,
            fate: fate
        )
    }

    /// A rule in its first case.
    init(_ rule: Rule, _ match: RuleMatch?, fate: CandidateFate) {
        self.init(
            source: rule,
            precedence: Precedence(of: rule, strength: match?.strength ?? .event),
            clauseIndex: match.map { $0.clause - 1 },
            found: .texts(match?.matched ?? []),
            captures: match?.captures ?? [:],
            caseIndex: 0,
            fate: fate
        )
    }
}
