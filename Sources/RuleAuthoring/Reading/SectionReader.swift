import OperatorText
import OrderedCollections
import RuleEngine

/// Reads the sections of rule files into the model; each section is an extension in a file of its own.
///
/// All sections share the names that the files define and the budgets that bound the cost of a hostile file.
struct SectionReader {
    let fields: FieldReader
    var vocabulary: RuleVocabulary
    let usage = NameUsage()
    let keywordBudget = ReadingBudget(limit: Self.keywordLimit)
    let patternBudget = ReadingBudget(limit: Self.patternStateLimit)
    let limits: RuleLimits.Message

    /// The largest number of keywords in all rules and sets, each use of a set counted.
    static let keywordLimit = 400_000
    /// The largest number of states in all regular expressions.
    static let patternStateLimit = 1_000_000

    var diagnostics: DiagnosticCollector { fields.diagnostics }
}

/// A bound on the expansion of all files together (RELIABILITY T25).
///
/// Sets within sets can stand for a flood of keywords, and a few bytes of an expression for ten thousand states.
final class ReadingBudget {
    private var remaining: Int

    init(limit: Int) {
        remaining = limit
    }

    /// Takes `count` from the budget; false, and nothing is taken, if less is left.
    func take(_ count: Int) -> Bool {
        guard count <= remaining else { return false }
        remaining -= count
        return true
    }
}

/// The names that rules may refer to, gathered from all files before the first rule is read.
struct RuleVocabulary {
    /// The words of each set, nested sets resolved.
    var sets: [String: [FoldedWord]] = [:]
    /// The schedules that could be read.
    var schedules: [String: Schedule] = [:]
    /// The names of all schedules, in file order.
    var scheduleNames: OrderedSet<String> = []
    /// The names of all sets, in file order.
    var setNames: OrderedSet<String> = []
    /// The slots that rules ask for, in file order.
    var slots: OrderedSet<String> = []
    /// The account's name; empty if there is none.
    var accountName = ""
    /// Whether every file could be read; otherwise an unknown name may be defined in another file.
    var isComplete = true

    /// Whether `{{account.name}}` may have a value.
    var mayHaveAccountName: Bool {
        !accountName.isEmpty || !isComplete
    }

    /// The slots that rules ask for, found before any rule is read: `when: {asked: …}` may refer to a later rule.
    static func slots(in rules: [DocumentNode]) -> OrderedSet<String> {
        let cases = rules.flatMap { [$0] + ($0["cases"]?.sequence ?? []) }
        let names = cases.compactMap { $0["ask"] }
            .compactMap { ask -> String? in
                if let name = ask["slot"]?.scalar?.text { return name }
                // A full-width colon is reported when the rule is read.
                let wide = ask.mapping?.first { $0.key.text.hasPrefix("slot：") }?.key.text
                return wide.map { String($0.dropFirst("slot：".count)).trimmingSpaces }
            }
        return OrderedSet(names)
    }
}

/// The sets and schedules in use, gathered while the files are read (RB223).
final class NameUsage {
    /// The sets that rules and limits refer to.
    var sets: Set<String> = []
    /// The sets that other sets refer to, by the referring set.
    var setsWithinSets: [String: Set<String>] = [:]
    /// The schedules that conditions and replies refer to.
    var schedules: Set<String> = []

    /// The sets whose words reach a rule or a limit, directly or through other sets.
    var reachedSets: Set<String> {
        var reached = sets
        var pending = Array(sets)
        while let name = pending.popLast() {
            for inner in setsWithinSets[name] ?? [] where reached.insert(inner).inserted { pending.append(inner) }
        }
        return reached
    }
}
