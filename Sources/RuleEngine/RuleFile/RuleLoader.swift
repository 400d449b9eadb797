public import Foundation
import OrderedCollections

/// Makes a rule set of rule files, or says everything that is wrong with them (RULES C1 to C5).
public struct RuleLoader {
    /// Loads files together; what one of them defines, all may use.
    ///
    /// Never fails otherwise than by diagnostics. The time is linear in the size of the files, and bounds on nodes,
    /// nesting and keywords keep the memory in proportion to it (RELIABILITY T25). `now` is for warnings about days that
    /// have passed; without it there are none.
    public static func load(_ files: [SourceFile], now: Date? = nil) -> RuleLoadResult {
        let collector = DiagnosticCollector()
        let documents = files.map(DocumentReader(diagnostics: collector).read)
        let roots = documents.compactMap(\.root)
        let rules = ruleSet(of: roots, isComplete: roots.count == files.count, collector)
        if let rules, !collector.hasErrors {
            for finding in ExampleCheck.diagnostics(for: rules) { collector.report(finding) }
        }
        let texts = documents.compactMap(\.text)
        let sources = Dictionary(texts.map { ($0.path, $0) }) { first, _ in first }
        if let rules, !collector.hasErrors {
            for finding in RuleLint(rules: rules, sources: sources, now: now).diagnostics { collector.report(finding) }
        }
        return RuleLoadResult(
            ruleSet: collector.hasErrors ? nil : rules,
            diagnostics: collector.ordered,
            omittedCount: collector.omittedCount,
            sources: sources
        )
    }

    /// The rules of all files; nil when there are errors.
    private static func ruleSet(
        of roots: [DocumentNode],
        isComplete: Bool,
        _ collector: DiagnosticCollector
    ) -> RuleSet? {
        let sections = RuleFileSections(roots, diagnostics: collector)
        let fields = FieldReader(diagnostics: collector)
        let budget = KeywordBudget()
        let patternBudget = PatternBudget()
        var vocabulary = RuleVocabulary(isComplete: isComplete)
        var reader: SectionReader {
            SectionReader(fields: fields, vocabulary: vocabulary, budget: budget, patternBudget: patternBudget)
        }

        let account = reader.account(sections.account)
        vocabulary.accountName = account.name
        vocabulary.scheduleNames = OrderedSet(sections.schedules.map(\.key.text))
        vocabulary.schedules = reader.schedules(sections.schedules)
        vocabulary.setNames = OrderedSet(sections.sets.map(\.key.text))
        vocabulary.sets = KeywordSets(sections.sets, fields: fields, budget: budget, isComplete: isComplete).words
        vocabulary.slots = SlotNames.find(in: sections.rules)

        let limits = reader.limits(sections.limits)
        let rules = reader.rules(sections.rules)
        let fallback = reader.fallback(sections.fallback)
        WrittenTextLint(sections).report(to: collector)
        guard !collector.hasErrors else { return nil }
        return RuleSet(
            account: account,
            limits: limits,
            schedules: vocabulary.schedules,
            rules: rules,
            fallback: fallback
        )
    }
}
