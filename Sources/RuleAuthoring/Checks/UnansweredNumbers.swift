import OperatorText
import RuleEngine

/// Finds numbers that a reply asks customers to send and that no rule answers (RB225).
final class UnansweredNumbers: Lint {
    private let rules: RuleSet
    private let sections: RuleFileSections
    private lazy var scratch = rules.matcher.makeScratch()
    private lazy var resumeWords = Set(rules.limits.resumeWords.map(\.folded))
    /// The slots whose question any text answers.
    private lazy var openSlots = Set(
        rules.rules.filter { $0.event == .text && $0.clauses.isEmpty && ($0.stage == .live || $0.stage == .test) }
            .flatMap { [$0.condition.asked] + $0.cases.map(\.condition.asked) }.compactMap(\.self)
    )
    /// The stages of the rules that answer a number.
    private var stages: [Int: Set<RuleStage>] = [:]

    init(_ subject: LintSubject) {
        rules = subject.rules
        sections = subject.sections
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        let name = LocalizedText("规则 “\(rule.id)” ", "Rule “\(rule.id)”")
        return rule.cases.flatMap { reply in
            findings(on: reply, node: sections.node(of: reply, in: rule), name: name, stage: rule.stage)
        }
    }

    func findingsOutsideRules() -> [Diagnostic] {
        guard let fallback = rules.fallback else { return [] }
        let name = LocalizedText("兜底", "The fallback")
        return findings(on: fallback.reply, node: sections.fallback, name: name, stage: .live)
    }

    private func findings(
        on reply: ReplyCase,
        node: DocumentNode?,
        name: LocalizedText,
        stage: RuleStage
    ) -> [Diagnostic] {
        if let ask = reply.ask, openSlots.contains(ask.slot) { return [] }
        var findings: [Diagnostic] = []
        for scalar in (node?.replies ?? []).flatMap(\.replyTexts) {
            for offer in MenuOffers.read(scalar.text, asksForText: reply.ask != nil) {
                let (number, place) = (offer.number, scalar.place(of: offer.range))
                guard !isAnswered(number, in: stage) else { continue }
                findings.append(
                    Diagnostic(
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
                )
            }
        }
        return findings
    }

    /// Whether a rule answers a number at some time, for the followers whom the reply reaches.
    private func isAnswered(_ number: Int, in stage: RuleStage) -> Bool {
        let stages = stages[number] ?? stagesAnswering(number)
        self.stages[number] = stages
        return stages.contains(.live) || stages.contains(stage)
    }

    private func stagesAnswering(_ number: Int) -> Set<RuleStage> {
        let text = TextNormalizer.normalize("\(number)")
        if resumeWords.contains(text.folded) { return [.live] }
        rules.matcher.match(text, in: &scratch)
        return Set(scratch.hits.map { rules.rules[Int($0.rule)].stage }).subtracting([.off])
    }
}
