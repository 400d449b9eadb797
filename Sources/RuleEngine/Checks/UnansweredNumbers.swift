/// Warns of numbers that a reply asks for and that no rule answers (RB225).
final class MenuNumberLint {
    private let rules: RuleSet
    private let sections: RuleFileSections
    private lazy var scratch = rules.matcher.makeScratch()
    private lazy var resumeWords = Set(rules.limits.resumeWords.map(\.folded))
    /// Slots whose question any text answers.
    private lazy var openSlots = Set(
        rules.rules.filter { $0.event == .text && $0.clauses.isEmpty && ($0.stage == .live || $0.stage == .test) }
            .flatMap { [$0.condition.asked] + $0.cases.map(\.condition.asked) }.compactMap(\.self)
    )
    /// The stages of the rules that answer a number.
    private var stages: [Int: Set<RuleStage>] = [:]

    init(rules: RuleSet, sections: RuleFileSections) {
        self.rules = rules
        self.sections = sections
    }

    /// RB225 for the replies of a rule.
    func findings(on rule: Rule) -> [Diagnostic] {
        let name = LocalizedText("规则 “\(rule.id)” ", "Rule “\(rule.id)”")
        return rule.cases.flatMap { reply in
            findings(on: reply, sections.node(of: reply, in: rule), name, of: rule.stage)
        }
    }

    /// RB225 for the fallback.
    var fallbackFindings: [Diagnostic] {
        guard let fallback = rules.fallback else { return [] }
        return findings(on: fallback.reply, sections.fallback, LocalizedText("兜底", "The fallback"), of: .live)
    }

    private func findings(
        on reply: ReplyCase,
        _ node: DocumentNode?,
        _ name: LocalizedText,
        of stage: RuleStage
    ) -> [Diagnostic] {
        if let ask = reply.ask, openSlots.contains(ask.slot) { return [] }
        return (node?.replies ?? [])
            .flatMap(\.replyTexts)
            .flatMap { scalar in
                MenuOffers(in: scalar.text, asksForText: reply.ask != nil).offers
                    .filter { !isAnswered($0.number, in: stage) }
                    .map { finding($0, in: scalar, name) }
            }
    }

    /// Whether a rule answers a number at any time, to those whom the reply reaches.
    private func isAnswered(_ number: Int, in stage: RuleStage) -> Bool {
        let stages = stages[number] ?? answering(number)
        self.stages[number] = stages
        return stages.contains(.live) || stages.contains(stage)
    }

    private func answering(_ number: Int) -> Set<RuleStage> {
        let text = TextNormalizer.normalize("\(number)")
        if resumeWords.contains(text.folded) { return [.live] }
        rules.matcher.match(text, in: &scratch)
        return Set(scratch.hits.map { rules.rules[Int($0.rule)].stage }).subtracting([.off])
    }

    private func finding(_ offer: MenuOffers.Offer, in scalar: DocumentScalar, _ name: LocalizedText) -> Diagnostic {
        let place = scalar.place(of: offer.range)
        let number = offer.number
        return Diagnostic(
            "RB225",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "\(name.chinese)让顾客回复 “\(number)”，但没有规则回答它",
                "\(name.english) asks customers to reply “\(number)”, but no rule answers it"
            ),
            help: LocalizedText(
                "在要用的规则里加一条 match: {exact: [\(number)]}，或从回复里去掉它",
                "Add match: {exact: [\(number)]} to the rule that is meant, or take it out of the reply"
            )
        )
    }
}
