import OperatorText
import RuleEngine

/// Finds live rules without `examples` whose keywords do not show what they match (RB105).
///
/// A plain keyword is its own example, and the question explains a rule that answers it.
struct MissingExamples: Lint {
    init(_ subject: LintSubject) {}

    func findings(on rule: Rule) -> [Diagnostic] {
        guard rule.stage == .live, rule.examples.isEmpty, rule.condition.asked == nil,
            let clause = rule.clauses.first(where: { !$0.patterns.isEmpty || !$0.none.isEmpty || $0.all.count > 1 })
        else { return [] }
        return [
            Diagnostic(
                "RB105",
                .warning,
                at: clause.location,
                LocalizedText(
                    "规则 “\(rule.id)” 没有示例：看不出它到底命中什么",
                    "Rule “\(rule.id)” has no examples: what it matches cannot be read off its words"
                ),
                help: LocalizedText(
                    "写上几句它该回答的话，例如 examples: [我要退款]；check 每次都会核对",
                    "Write some messages that it must answer, such as examples: [refund please]; `check` enforces them"
                )
            )
        ]
    }
}
