package import Foundation
import OperatorText
import OrderedCollections
package import RuleEngine

/// Loads rule files into a rule set and reports all problems in them (RULES C1 to C5).
package struct RuleLoader {
    /// Loads files together; all of them may use the names that one defines.
    ///
    /// All errors are diagnostics. Bounds on nodes, nesting and keywords keep time and memory linear in the size of the
    /// files (RELIABILITY T25). Warnings about past days need `now`. `tests` are the test files beside the rules; they
    /// are searched for misplaced rules, and no test in them is read. `limits` bounds the length of replies.
    package static func load(
        _ files: [SourceFile],
        now: Date? = nil,
        tests: [SourceFile] = [],
        limits: RuleLimits.Message = RuleLimits.Message()
    ) -> RuleLoadResult {
        let collector = DiagnosticCollector()
        let documents = files.map(DocumentReader(diagnostics: collector).read)
        let texts = documents.compactMap(\.text)
        var sources = Dictionary(texts.map { ($0.path, $0) }) { first, _ in first }
        let purpose = FilePurpose.classify(files, roots: documents.map(\.root))
        for finding in purpose.findings { collector.report(finding) }
        for misnamed in tests.compactMap(FilePurpose.rules(inTest:)) {
            collector.report(misnamed.finding)
            sources[misnamed.text.path] = misnamed.text
        }
        let loaded = load(purpose.rules, isComplete: purpose.isComplete, limits: limits, collector: collector)
        if let loaded { check(loaded, sources: sources, now: now, collector: collector) }
        return RuleLoadResult(
            ruleSet: collector.hasErrors ? nil : loaded?.rules,
            diagnostics: collector.ordered,
            omittedCount: collector.omittedCount,
            sources: sources
        )
    }

    /// Checks the examples and lints the rules.
    ///
    /// If examples fail, only the rules that they involve are linted, as a lint may name the reason.
    private static func check(
        _ loaded: LoadedSections,
        sources: [String: SourceText],
        now: Date?,
        collector: DiagnosticCollector
    ) {
        guard !collector.hasErrors else { return }
        let examples = ExampleCheck.findings(on: loaded.rules)
        for finding in examples { collector.report(finding.diagnostic) }
        let linter = Linter(LintSubject(loaded: loaded, sources: sources, now: now))
        let involved = Set(examples.flatMap(\.rules))
        let warnings = involved.isEmpty ? linter.findings() : linter.findings(onRules: involved)
        // A text that YAML changed would mislead the lints of its meaning.
        let changed = Set((collector.diagnostics + warnings).filter { $0.isAboutWriting }.map(\.line))
        for warning in warnings where !(warning.isAboutMeaning && changed.contains(warning.line)) {
            collector.report(warning)
        }
    }

    /// Reads the rules of all files; nil if there are errors.
    private static func load(
        _ roots: [DocumentNode],
        isComplete: Bool,
        limits: RuleLimits.Message,
        collector: DiagnosticCollector
    ) -> LoadedSections? {
        let sections = RuleFileSections.gather(roots, diagnostics: collector)
        var reader = SectionReader(
            fields: FieldReader(diagnostics: collector),
            vocabulary: RuleVocabulary(isComplete: isComplete),
            limits: limits
        )

        // Names first: rules may refer to any of them.
        let account = reader.account(sections.account)
        reader.vocabulary.accountName = account.name
        reader.vocabulary.scheduleNames = OrderedSet(sections.schedules.map(\.key.text))
        reader.vocabulary.schedules = reader.schedules(sections.schedules)
        reader.vocabulary.setNames = OrderedSet(sections.sets.map(\.key.text))
        let sets = KeywordSets.read(sections.sets, with: reader)
        reader.vocabulary.sets = sets.words
        reader.vocabulary.slots = RuleVocabulary.slots(in: sections.rules)

        let ruleLimits = reader.limits(sections.limits)
        let rules = reader.rules(sections.rules)
        let fallback = reader.fallback(sections.fallback)
        WrittenTexts(sections).report(to: collector)
        guard !collector.hasErrors else { return nil }
        let ruleSet = RuleSet(
            rules: rules,
            fallback: fallback,
            schedules: Array(reader.vocabulary.schedules.values),
            account: account,
            limits: ruleLimits
        )
        return LoadedSections(rules: ruleSet, sections: sections, usage: reader.usage, repetitions: sets.repetitions)
    }
}

/// The result of loading rule files.
package struct RuleLoadResult: Sendable {
    /// The rules; nil if there is any error.
    package let ruleSet: RuleSet?
    /// The findings in all files by place, at most 200.
    package let diagnostics: [Diagnostic]
    /// The number of further findings.
    package let omittedCount: Int
    /// The texts of the files by path, for ``DiagnosticRenderer``.
    package let sources: [String: SourceText]
}

/// Rules and the sections that they were read from.
struct LoadedSections {
    let rules: RuleSet
    /// The sections of all files.
    let sections: RuleFileSections
    let usage: NameUsage
    /// Words that a set contains twice.
    let repetitions: [RepeatedKeyword]
}

/// The settings in rule files that commands about a database need.
package struct RuleFileSettings: Sendable {
    /// The account's zone.
    package let timeZone: TimeZone
    /// The longest hand-off, in seconds.
    package let handoffCap: Int
}

extension RuleLoader {
    /// Reads the settings in spite of errors in the rules; nil if no file can be read.
    package static func settings(of files: [SourceFile]) -> RuleFileSettings? {
        let collector = DiagnosticCollector()
        let roots = files.map(DocumentReader(diagnostics: collector).read).compactMap(\.root)
        guard !roots.isEmpty else { return nil }
        let sections = RuleFileSections.gather(roots, diagnostics: collector)
        let reader = SectionReader(
            fields: FieldReader(diagnostics: collector),
            vocabulary: RuleVocabulary(isComplete: false),
            limits: RuleLimits.Message()
        )
        return RuleFileSettings(
            timeZone: reader.account(sections.account).timeZone,
            handoffCap: reader.limits(sections.limits).handoffCap
        )
    }
}

extension Diagnostic {
    fileprivate struct Line: Hashable {
        let path: String
        let number: Int
    }

    fileprivate var line: Line { Line(path: location.path, number: location.line) }

    /// Whether the finding is that YAML changed a text (RB110 to RB119).
    fileprivate var isAboutWriting: Bool { code.hasPrefix("RB11") }

    /// Whether the finding is about the meaning of a title or reply to customers.
    fileprivate var isAboutMeaning: Bool { ["RB218", "RB225"].contains(code) }
}
