public import Foundation
import OrderedCollections

/// Makes a rule set of rule files, or says everything that is wrong with them (RULES C1 to C5).
public struct RuleLoader {
    /// Loads files together; what one of them defines, all may use.
    ///
    /// Never fails otherwise than by diagnostics. The time is linear in the size of the files, and bounds on nodes,
    /// nesting and keywords keep the memory in proportion to it (RELIABILITY T25). `now` is for warnings about days that
    /// have passed; without it there are none. `tests` are the test files beside the rules: no test is read, but rules
    /// in one of them would be missing. `limits` says how long replies may be.
    public static func load(
        _ files: [SourceFile],
        now: Date? = nil,
        tests: [SourceFile] = [],
        limits: RuleLimits.Message = RuleLimits.Message()
    ) -> RuleLoadResult {
        let collector = DiagnosticCollector()
        let documents = files.map(DocumentReader(diagnostics: collector).read)
        let texts = documents.compactMap(\.text)
        var sources = Dictionary(texts.map { ($0.path, $0) }) { first, _ in first }
        let purpose = FilePurpose(files: files, roots: documents.map(\.root))
        for finding in purpose.findings { collector.report(finding) }
        for misnamed in tests.compactMap(FilePurpose.rules(inTest:)) {
            collector.report(misnamed.finding)
            sources[misnamed.text.path] = misnamed.text
        }
        let loaded = load(purpose.rules, isComplete: purpose.isComplete, limits: limits, collector)
        if let loaded { check(loaded, sources: sources, now: now, collector) }
        return RuleLoadResult(
            ruleSet: collector.hasErrors ? nil : loaded?.rules,
            diagnostics: collector.ordered,
            omittedCount: collector.omittedCount,
            sources: sources
        )
    }

    /// The examples of a rule, and what its author should know; where an example fails, about the rules that it
    /// involves only, because that may be the reason.
    private static func check(
        _ loaded: LoadedSections,
        sources: [String: SourceText],
        now: Date?,
        _ collector: DiagnosticCollector
    ) {
        guard !collector.hasErrors else { return }
        let examples = ExampleCheck.findings(on: loaded.rules)
        for finding in examples { collector.report(finding.diagnostic) }
        let linter = Linter(LintSubject(loaded: loaded, sources: sources, now: now))
        let involved = Set(examples.flatMap(\.rules))
        let warnings = involved.isEmpty ? linter.findings() : linter.findings(onRules: involved)
        // A text that is changed on its way misleads what is said about the message that it makes.
        let changed = Set((collector.diagnostics + warnings).filter { $0.isAboutWriting }.map(\.line))
        for warning in warnings where !(warning.isAboutMeaning && changed.contains(warning.line)) {
            collector.report(warning)
        }
    }

    /// The rules of all files; nil when there are errors.
    private static func load(
        _ roots: [DocumentNode],
        isComplete: Bool,
        limits: RuleLimits.Message,
        _ collector: DiagnosticCollector
    ) -> LoadedSections? {
        let sections = RuleFileSections(roots, diagnostics: collector)
        let fields = FieldReader(diagnostics: collector)
        let budget = KeywordBudget()
        let patternBudget = PatternBudget()
        let usage = NameUsage()
        var vocabulary = RuleVocabulary(isComplete: isComplete)
        var reader: SectionReader {
            SectionReader(
                fields: fields,
                vocabulary: vocabulary,
                budget: budget,
                patternBudget: patternBudget,
                usage: usage,
                limits: limits
            )
        }

        let account = reader.account(sections.account)
        vocabulary.accountName = account.name
        vocabulary.scheduleNames = OrderedSet(sections.schedules.map(\.key.text))
        vocabulary.schedules = reader.schedules(sections.schedules)
        vocabulary.setNames = OrderedSet(sections.sets.map(\.key.text))
        let sets = KeywordSets(
            sections.sets,
            fields: fields,
            budget: budget,
            usage: usage,
            isComplete: isComplete
        )
        vocabulary.sets = sets.words
        vocabulary.slots = SlotNames.find(in: sections.rules)

        let ruleLimits = reader.limits(sections.limits)
        let rules = reader.rules(sections.rules)
        let fallback = reader.fallback(sections.fallback)
        WrittenTexts(sections).report(to: collector)
        guard !collector.hasErrors else { return nil }
        let ruleSet = RuleSet(
            rules: rules,
            fallback: fallback,
            schedules: Array(vocabulary.schedules.values),
            account: account,
            limits: ruleLimits
        )
        return LoadedSections(rules: ruleSet, sections: sections, usage: usage, repetitions: sets.repetitions)
    }
}

/// Rules with what they were read from.
struct LoadedSections {
    let rules: RuleSet
    /// The sections of all files as they are written.
    let sections: RuleFileSections
    let usage: NameUsage
    /// Words that a set has twice.
    let repetitions: [RepeatedKeyword]
}

/// What commands about a database need of the rules, and no more.
public struct RuleFileSettings: Sendable {
    /// The account's zone.
    public let timeZone: TimeZone
    /// The longest hand-off, in seconds.
    public let handoffCap: Int
}

extension RuleLoader {
    /// Reads these settings although there may be errors in the rules; nil when no file can be read.
    public static func settings(of files: [SourceFile]) -> RuleFileSettings? {
        let collector = DiagnosticCollector()
        let roots = files.map(DocumentReader(diagnostics: collector).read).compactMap(\.root)
        guard !roots.isEmpty else { return nil }
        let sections = RuleFileSections(roots, diagnostics: collector)
        let reader = SectionReader(
            fields: FieldReader(diagnostics: collector),
            vocabulary: RuleVocabulary(isComplete: false),
            budget: KeywordBudget(),
            patternBudget: PatternBudget(),
            usage: NameUsage(),
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

    /// Whether it says that a text does not arrive as it is written (RB110 to RB119).
    fileprivate var isAboutWriting: Bool { code.hasPrefix("RB11") }

    /// Whether it is about what a title or a reply says to customers.
    fileprivate var isAboutMeaning: Bool { ["RB218", "RB225"].contains(code) }
}
