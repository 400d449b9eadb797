import Foundation

/// Warns of what loads but is probably not meant (RULES C5, RB1xx and RB2xx).
///
/// Rules that are `off` are left alone: they do nothing.
struct RuleLint {
    let loaded: LoadedSections
    /// The files' texts by path, for how a keyword was written.
    let sources: [String: SourceText]
    /// The present moment; without it nothing is said about what has passed.
    let now: Date?

    private var rules: RuleSet { loaded.rules }

    /// What was found, logic before style: only so many findings are kept.
    var diagnostics: [Diagnostic] {
        let shadows = shadowCheck
        let shadowed = all(rules.rules, shadows.findings)
        return (shadows.gap.diagnostic.map { [$0] } ?? []) + shadowed + sectionFindings + others(rules.rules)
    }

    /// What was found on some rules alone.
    func diagnostics(on ids: Set<String>) -> [Diagnostic] {
        let chosen = rules.rules.filter { ids.contains($0.id) }
        return all(chosen, shadowCheck.findings) + others(chosen)
    }

    private var shadowCheck: ShadowCheck { ShadowCheck(rules, sections: loaded.sections, now: now) }

    /// What is no rule's: limits, schedules, sets, the fallback.
    private var sectionFindings: [Diagnostic] {
        let today = now.map { LocalTime($0, in: rules.account.timeZone).day }
        return ResumeWordLint.findings(on: rules)
            + ScheduleLint(sections: loaded.sections, schedules: rules.schedules, today: today).findings
            + LimitLint(rules: rules, sections: loaded.sections).fallbackFindings
            + MenuNumberLint(rules: rules, sections: loaded.sections).fallbackFindings
            + SuggestionLint(rules: rules, sections: loaded.sections).fallbackFindings
            + UnusedNameLint(loaded: loaded).findings
            + RepeatedKeywordLint.findings(on: loaded.repetitions)
    }

    private func others(_ chosen: [Rule]) -> [Diagnostic] {
        let times = ConditionTimes(rules, now: now)
        let questions = QuestionLint(rules.rules)
        let style = KeywordStyleLint(sources: sources)
        let limits = LimitLint(rules: rules, sections: loaded.sections)
        let captures = SlotCaptureLint(sources: sources)
        let numbers = MenuNumberLint(rules: rules, sections: loaded.sections)
        let suggestions = SuggestionLint(rules: rules, sections: loaded.sections)
        return all(chosen) { ConditionLint(times).findings(on: $0) }
            + all(chosen, questions.findings)
            + all(chosen, limits.findings)
            + all(chosen, captures.findings)
            + all(chosen, suggestions.findings)
            + all(chosen, numbers.findings)
            + all(chosen, CancelledKeywordLint.findings)
            + all(chosen, RepeatedKeywordLint.findings)
            + all(chosen, style.findings)
            + all(chosen, ExampleLint.findings)
    }

    private func all(_ chosen: [Rule], _ lint: (Rule) -> [Diagnostic]) -> [Diagnostic] {
        chosen.filter { $0.stage != .off }
            .flatMap { rule in
                lint(rule).filter { rule.ignored[$0.code] == nil }
            }
    }
}
