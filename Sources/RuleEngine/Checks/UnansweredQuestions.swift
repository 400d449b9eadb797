/// Warns of questions that lead nowhere (RB208, RB209).
struct QuestionLint {
    private let answered: Set<String>

    init(_ rules: [Rule]) {
        let conditions = rules.filter { $0.stage != .off }.flatMap { [$0.condition] + $0.cases.map(\.condition) }
        answered = Set(conditions.compactMap(\.asked))
    }

    /// RB208 where no rule takes the answer, RB209 where the rule cools longer than its question is open.
    func findings(on rule: Rule) -> [Diagnostic] {
        var seen: Set<String> = []
        return rule.cases.flatMap { reply -> [Diagnostic] in
            guard let ask = reply.ask, seen.insert(ask.slot).inserted else { return [] }
            return [unanswered(ask, reply, rule), cooling(ask, reply, rule)].compactMap(\.self)
        }
    }

    private func unanswered(_ ask: SlotQuestion, _ reply: ReplyCase, _ rule: Rule) -> Diagnostic? {
        guard !answered.contains(ask.slot) else { return nil }
        return Diagnostic(
            "RB208",
            .warning,
            at: reply.location,
            LocalizedText(
                "规则 “\(rule.id)” 提问 “\(ask.slot)”,但没有规则接收回答",
                "Rule “\(rule.id)” asks for “\(ask.slot)”, but no rule takes the answer"
            ),
            help: LocalizedText(
                "加一条规则,写上 when: {asked: \(ask.slot)};不需要回答就删掉 ask",
                "Add a rule with when: {asked: \(ask.slot)}; if no answer is needed, delete `ask`"
            )
        )
    }

    private func cooling(_ ask: SlotQuestion, _ reply: ReplyCase, _ rule: Rule) -> Diagnostic? {
        guard let cooldown = rule.cooldown, cooldown.seconds > ask.seconds else { return nil }
        return Diagnostic(
            "RB209",
            .warning,
            at: reply.location,
            LocalizedText(
                "规则 “\(rule.id)” 的 cooldown 比提问 “\(ask.slot)” 的 for 长:提问过期后,顾客暂时不能重新开始",
                "The cooldown of “\(rule.id)” is longer than its question “\(ask.slot)” is open: "
                    + "once it has lapsed, the customer cannot start again for a while"
            ),
            help: LocalizedText(
                "把 cooldown 写短,或把 ask 的 for 写长",
                "Make the cooldown shorter, or `for` under `ask` longer"
            )
        )
    }
}
