import Foundation

/// Warns of what loads but is probably not meant (RULES C5, RB1xx and RB2xx).
///
/// Rules that are `off` are left alone: they do nothing.
struct RuleLint {
    let rules: RuleSet
    /// The files' texts by path, for how a keyword was written.
    let sources: [String: SourceText]
    /// The present moment; without it nothing is said about what has passed.
    let now: Date?

    /// What was found, logic before style: only so many findings are kept.
    var diagnostics: [Diagnostic] {
        let shadows = ShadowCheck(rules, now: now)
        let times = ConditionTimes(rules, now: now)
        let questions = QuestionLint(rules.rules)
        let style = KeywordStyleLint(sources: sources)
        let shadowed = all(shadows.findings)
        return (shadows.gap.diagnostic.map { [$0] } ?? []) + shadowed
            + all { ConditionLint(times).findings(on: $0) }
            + all(questions.findings)
            + all(CancelledKeywordLint.findings)
            + all(RepeatedKeywordLint.findings)
            + all(style.findings)
            + all(ExampleLint.findings)
    }

    private func all(_ lint: (Rule) -> [Diagnostic]) -> [Diagnostic] {
        rules.rules.filter { $0.stage != .off }
            .flatMap { rule in
                lint(rule).filter { rule.ignored[$0.code] == nil }
            }
    }
}
