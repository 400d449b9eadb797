/// Warns of live rules whose effect cannot be read off their words and which have no examples (RB105).
///
/// A plain keyword is its own example, and what answers a question is explained by the question.
enum ExampleLint {
    /// RB105 for a rule that has expressions, `all` or `none`, but no `examples`.
    static func findings(on rule: Rule) -> [Diagnostic] {
        guard rule.stage == .live, rule.examples.isEmpty, rule.condition.asked == nil,
            let clause = rule.clauses.first(where: isIntricate)
        else { return [] }
        return [
            Diagnostic(
                "RB105",
                .warning,
                at: clause.location,
                LocalizedText(
                    "规则 “\(rule.id)” 没有示例:看不出它到底命中什么",
                    "Rule “\(rule.id)” has no examples: what it matches cannot be read off its words"
                ),
                help: LocalizedText(
                    "写上几句它该回答的话,例如 examples: [我要退款];check 每次都会核对",
                    "Write some messages that it must answer, such as examples: [refund please]; `check` enforces them"
                )
            )
        ]
    }

    private static func isIntricate(_ clause: MatchClause) -> Bool {
        !clause.patterns.isEmpty || !clause.none.isEmpty || clause.all.count > 1
    }
}
