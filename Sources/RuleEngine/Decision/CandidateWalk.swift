/// The walk over the ranked rules: who fires, who stays silent, who comes too late (RULES C4, steps 5 and 6).
struct CandidateWalk {
    /// The rules that fire, in order; only the last one may end the walk.
    private(set) var firings: [Firing] = []
    /// Whether a cooling rule took the message.
    private(set) var isConsumed = false
    /// The contenders by rank, with what became of each.
    private(set) var candidates: [Candidate] = []
    /// Ids of those that would have answered, if their stage reached this follower.
    private(set) var shadow: [String] = []
    private var end: Precedence?

    /// Walks while the scratch still holds the message.
    init(of contenders: [Contender], in context: DecisionContext, _ scratch: borrowing MatchScratch) {
        candidates.reserveCapacity(contenders.count)
        for contender in contenders {
            let fate = self.fate(of: contender, in: context)
            let captures = fate.isHeard ? context.captures(of: contender) : [:]
            apply(fate, of: contender, captures, in: context)
            let found = context.evidence(of: contender, scratch)
            candidates.append(Candidate(contender, found, captures: captures, fate: fate))
        }
    }

    private func fate(of contender: Contender, in context: DecisionContext) -> CandidateFate {
        if contender.isShadow { return end == nil ? .shadow : .unreached }
        if let end { return .lost(contender.precedence.lossReason(against: end)) }
        if context.isCooling(contender.rule.id) {
            return contender.rule.cooldown?.whileCooling == .next ? .passedOn : .consumed(.cooldown)
        }
        return contender.rule.continues ? .firedAlso : .won
    }

    private mutating func apply(
        _ fate: CandidateFate,
        of contender: Contender,
        _ captures: [String: String],
        in context: DecisionContext
    ) {
        switch fate {
        case .won, .firedAlso:
            firings.append(Firing(contender, captures: captures, candidate: candidates.count, in: context))
        case .consumed: isConsumed = true
        case .shadow: return shadow.append(contender.rule.id)
        case .passedOn, .lost, .crowdedOut, .unreached: return
        }
        // A rule with `also` never ends the walk, not even while it cools.
        if !contender.rule.continues { end = contender.precedence }
    }
}

extension CandidateFate {
    /// Whether the rule came to speak, or would have: only then its captures are worth their time.
    fileprivate var isHeard: Bool {
        switch self {
        case .won, .firedAlso, .consumed, .shadow: true
        case .lost, .crowdedOut, .unreached, .passedOn: false
        }
    }
}

extension DecisionContext {
    fileprivate func captures(of contender: Contender) -> [String: String] {
        guard let hit = contender.hit, hit.keyword < 0, let text else { return [:] }
        return rules.contents.captures(of: hit, in: text)
    }

    fileprivate func evidence(of contender: Contender, _ scratch: borrowing MatchScratch) -> Candidate.Evidence {
        guard let hit = contender.hit, let text else { return .none }
        if hit.keyword >= 0 { return .keyword(Int(hit.keyword)) }
        if hit.tier == .pattern { return .patterns }
        return .texts(rules.contents.matched(by: hit, in: text, scratch))
    }
}
