/// The walk over the ranked rules: who fires, who stays silent, who comes too late (RULES C4, steps 5 and 6).
struct CandidateWalk {
    /// The rules that fire, in order.
    private(set) var firings: [Firing] = []
    /// Whether a cooling rule took the message.
    private(set) var isConsumed = false
    /// The contenders by rank; those that came to speak have their captures.
    private(set) var contenders: [Contender] = []
    private var fates: [CandidateFate] = []
    private var end: MatchScore?

    init(of contenders: [Contender], in context: DecisionContext) {
        for contender in contenders {
            let fate = self.fate(of: contender, in: context)
            let contender = fate.isHeard ? contender.capturing(in: context) : contender
            fates.append(fate)
            self.contenders.append(contender)
            apply(fate, of: contender)
        }
    }

    /// What became of each contender, once it is known whether the quota allowed the answer.
    func fates(after outcome: DecisionOutcome) -> [CandidateFate] {
        guard outcome == .silent(.quota) else { return fates }
        return fates.map { $0 == .won || $0 == .firedAlso ? .consumed(.quota) : $0 }
    }

    private func fate(of contender: Contender, in context: DecisionContext) -> CandidateFate {
        if contender.isShadow { return end == nil ? .shadow : .unreached }
        if let end { return .lost(contender.score.lossReason(against: end)) }
        if context.isCooling(contender.rule.id) {
            return contender.rule.cooldown?.whileCooling == .next ? .passedOn : .consumed(.cooldown)
        }
        return contender.rule.continues ? .firedAlso : .won
    }

    private mutating func apply(_ fate: CandidateFate, of contender: Contender) {
        switch fate {
        case .won, .firedAlso: firings.append(Firing(contender))
        case .consumed: isConsumed = true
        case .passedOn, .lost, .shadow, .unreached: return
        }
        // A rule with `also` never ends the walk, not even while it cools.
        if !contender.rule.continues { end = contender.score }
    }
}

extension CandidateFate {
    /// Whether the rule came to speak, or would have: only then its captures are worth their time.
    fileprivate var isHeard: Bool {
        switch self {
        case .won, .firedAlso, .consumed, .shadow: true
        case .lost, .unreached, .passedOn: false
        }
    }
}

extension Contender {
    fileprivate func capturing(in context: DecisionContext) -> Contender {
        guard let match, let text = context.text else { return self }
        let captured = match.capturing(from: context.rules.rules, text)
        return Contender(rule: rule, match: captured, reply: reply, isShadow: isShadow)
    }
}
