/// Says why a rule that a test expects did not answer.
struct MissedRuleReason {
    let decision: Decision
    let rules: RuleSet

    /// The reason; nil for the fallback and for a rule that did answer.
    func phrase(for id: String) -> Phrase? {
        guard decision.outcome != .replied(rule: id), id != Fallback.id else { return nil }
        guard let rule = rules.rules.first(where: { $0.id == id }) else { return unknown(id) }
        let place = "\(rule.location.path):\(rule.location.line)"
        if let exclusion = decision.exclusions.first(where: { $0.rule == id }) {
            let reason = exclusion.reason.phrase
            return Phrase(
                "“\(id)”未参与:\(reason.chinese)(\(place))",
                "“\(id)” took no part: \(reason.english) (\(place))"
            )
        }
        if let candidate = decision.candidates.first(where: { $0.rule == id }) {
            return matched(candidate, place)
        }
        if decision.state.handoffUntil != nil, decision.outcome == .silent(.handoff) {
            return Phrase(
                "转人工期间只有 during_handoff: true 的规则参与",
                "during a hand-off only rules with during_handoff: true take part"
            )
        }
        if decision.outcome == .silent(.loop) {
            return Phrase("暂停期间没有规则参与", "while the follower is muted no rule takes part")
        }
        return Phrase("“\(id)”没有命中(\(place))", "“\(id)” did not match (\(place))")
    }

    private func matched(_ candidate: Candidate, _ place: String) -> Phrase {
        let (evidence, fate) = (candidate.evidence, candidate.fate.phrase)
        return Phrase(
            "“\(candidate.rule)”命中 \(evidence.chinese),但\(fate.chinese)(\(place))",
            "“\(candidate.rule)” matched by \(evidence.english), but: \(fate.english) (\(place))"
        )
    }

    private func unknown(_ id: String) -> Phrase {
        let nearest = NearestName.find(id, among: rules.rules.map(\.id))
        let hint = nearest.map { ("。是不是想写“\($0)”?", "; did you mean “\($0)”?") } ?? ("", "")
        return Phrase("规则文件里没有“\(id)”\(hint.0)", "the rule files have no rule “\(id)”\(hint.1)")
    }
}
