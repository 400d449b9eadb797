/// Checks that the examples in rules are answered by their rules, and the counter-examples are not (RULES C3).
///
/// A rule's own `when` and stage are taken to hold. Of the other rules only those count that are there whatever the
/// time and the follower's state.
enum ExampleCheck {
    /// An example that fails.
    struct Finding {
        let diagnostic: Diagnostic
        /// The ids of the rules that have to do with it: that of the example, and the one that answers in its place.
        let rules: [String]
    }

    /// RB210 for every example that its rule does not answer, RB211 for every counter-example that it does.
    static func findings(on rules: RuleSet) -> [Finding] {
        rules.rules.filter { $0.stage != .off && $0.event == .text }
            .flatMap { rule in
                let contest = ExampleContest(rule: rule, rules: rules)
                return rule.examples.compactMap(contest.findingOnExample)
                    + rule.counterExamples.compactMap(contest.findingOnCounterExample)
            }
    }
}
