/// Checks that the examples in rules are answered by their rules, and the counter-examples are not (RULES C3).
///
/// A rule's own `when` and stage are taken to hold. Of the other rules only those count that are there whatever the
/// time and the follower's state.
enum ExampleCheck {
    /// RB210 for every example that its rule does not answer, RB211 for every counter-example that it does.
    static func diagnostics(for rules: RuleSet) -> [Diagnostic] {
        rules.rules.filter { $0.stage != .off && $0.event == .text }
            .flatMap { rule in
                let contest = ExampleContest(rule: rule, rules: rules)
                return rule.examples.compactMap(contest.findingOnExample)
                    + rule.counterExamples.compactMap(contest.findingOnCounterExample)
            }
    }
}
