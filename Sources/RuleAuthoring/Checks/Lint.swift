import Foundation
import OperatorText
import RuleEngine

/// A check of rules that load but probably do not do what their author means (RULES C5, RB1xx and RB2xx).
///
/// A new lint copies ``MissingExamples`` and adds its type to the list in ``Linter``. It implements one of the two
/// methods, or both. Lints about how a text is written in the file have a list of their own, in ``WrittenTexts``.
protocol Lint: SendableMetatype {
    init(_ subject: LintSubject)
    /// The findings on one rule.
    func findings(on rule: Rule) -> [Diagnostic]
    /// The findings on limits, schedules, sets and the fallback.
    func findingsOutsideRules() -> [Diagnostic]
}

extension Lint {
    func findings(on rule: Rule) -> [Diagnostic] { [] }
    func findingsOutsideRules() -> [Diagnostic] { [] }
}

/// The loaded rules and their sources.
struct LintSubject {
    let loaded: LoadedSections
    /// The texts of the files by path.
    let sources: [String: SourceText]
    /// The present moment; nil turns off the lints about dates that have passed.
    let now: Date?

    var rules: RuleSet { loaded.rules }
    var sections: RuleFileSections { loaded.sections }
    /// The present day in the account's time zone.
    var today: CivilDay? { now.map { LocalTime($0, in: rules.account.timeZone).day } }
}

/// Runs the lints.
///
/// It skips rules with the stage `off` and drops the codes that a rule ignores.
struct Linter {
    /// Logic before style, because the collector keeps a limited number of findings.
    ///
    /// ``UnreachableRules`` comes before all of them.
    private static let lints: [any Lint.Type] = [
        ResumeWordConflicts.self,
        OddSchedules.self,
        ImpossibleConditions.self,
        UnansweredQuestions.self,
        LimitConflicts.self,
        MissedSlots.self,
        MisleadingSuggestions.self,
        UnansweredNumbers.self,
        UnusedNames.self,
        CancelledKeywords.self,
        RepeatedKeywords.self,
        OddKeywords.self,
        CatchAllPatterns.self,
        MissingExamples.self,
    ]

    private let subject: LintSubject
    private let unreachableRules: UnreachableRules
    private let others: [any Lint]

    init(_ subject: LintSubject) {
        self.subject = subject
        unreachableRules = UnreachableRules(subject)
        others = Self.lints.map { $0.init(subject) }
    }

    /// The findings on everything.
    func findings() -> [Diagnostic] {
        let rules = subject.rules.rules
        // Only after all rules is it known how many were left unchecked.
        let unreachable = findings(of: unreachableRules, on: rules)
        return unreachableRules.findingsOutsideRules() + unreachable
            + others.flatMap { $0.findingsOutsideRules() }
            + others.flatMap { findings(of: $0, on: rules) }
    }

    /// The findings on some rules alone.
    func findings(onRules ids: Set<String>) -> [Diagnostic] {
        let rules = subject.rules.rules.filter { ids.contains($0.id) }
        return findings(of: unreachableRules, on: rules) + others.flatMap { findings(of: $0, on: rules) }
    }

    private func findings(of lint: any Lint, on rules: [Rule]) -> [Diagnostic] {
        rules.filter { $0.stage != .off }
            .flatMap { rule in
                lint.findings(on: rule).filter { rule.ignored[$0.code] == nil }
            }
    }
}

extension String {
    /// The first 40 code points, with an ellipsis where more follow.
    var brief: String {
        let start = unicodeScalars.prefix(40)
        return String(start) + (start.endIndex == unicodeScalars.endIndex ? "" : "…")
    }
}

extension MatchClause {
    /// The keys of a clause that list keywords.
    enum WordKey: String, CaseIterable {
        case exact
        case prefix
        case suffix
        case any
        case all
        case none
    }

    /// The keywords under a key.
    func words(_ key: WordKey) -> [Keyword] {
        switch key {
        case .exact: exact
        case .prefix: prefix
        case .suffix: suffix
        case .any: any
        case .all: all
        case .none: none
        }
    }

    /// The keys that have keywords, except `none`, in a fixed order.
    var positiveKeys: [WordKey] {
        WordKey.allCases.filter { $0 != .none && !words($0).isEmpty }
    }

    /// Whether the clause has no condition besides this key.
    func isOnly(_ key: WordKey) -> Bool {
        positiveKeys == [key] && none.isEmpty && patterns.isEmpty
    }
}
