package import OperatorText
package import RuleEngine

/// The rules, cases and clauses that won at least once (RULES C7).
///
/// Rules with `stage: off` or `stage: shadow` do not count, because they cannot win.
package struct RuleTestCoverage: Sendable {
    /// A part of the rules that a test can cover.
    package struct Part: Sendable, Hashable {
        /// The rule's id.
        package let rule: String
        /// Its number in the rule, counted from 1; 0 for the rule itself.
        package let number: Int
        /// Where it is written.
        package let location: SourceLocation
    }

    /// A number of parts, and the number of covered ones.
    package struct Share: Sendable, Hashable {
        /// Parts that won.
        package let covered: Int
        /// All parts.
        package let total: Int
    }

    private let rules: [Part]
    private let cases: [Part]
    private let clauses: [Part]
    private var coveredRules: Set<String> = []
    private var coveredCases: Set<Key> = []
    private var coveredClauses: Set<Key> = []

    private struct Key: Hashable {
        let rule: String
        let number: Int
    }

    init(of rules: RuleSet) {
        let tested = rules.rules.filter { $0.stage == .live || $0.stage == .test }
        self.rules = tested.map { Part(rule: $0.id, number: 0, location: $0.location) }
        cases = tested.flatMap { rule in
            rule.cases.map { Part(rule: rule.id, number: $0.number, location: $0.location) }
        }
        clauses = tested.flatMap { rule in
            rule.clauses.map { Part(rule: rule.id, number: $0.number, location: $0.location) }
        }
    }

    mutating func count(_ decision: Decision) {
        for candidate in decision.candidates where [.won, .firedAlso].contains(candidate.fate) {
            coveredRules.insert(candidate.rule)
            coveredCases.insert(Key(rule: candidate.rule, number: candidate.caseNumber))
            if let clause = candidate.clause { coveredClauses.insert(Key(rule: candidate.rule, number: clause)) }
        }
    }

    /// Rules that won.
    package var ruleShare: Share { Share(covered: rules.count - uncoveredRules.count, total: rules.count) }
    /// Cases that won.
    package var caseShare: Share { Share(covered: cases.count - uncoveredCases.count, total: cases.count) }
    /// Clauses that won.
    package var clauseShare: Share { Share(covered: clauses.count - uncoveredClauses.count, total: clauses.count) }

    /// Ids of rules that never won, in file order.
    package var uncoveredRules: [String] { rules.map(\.rule).filter { !coveredRules.contains($0) } }
    /// Cases that never won, in file order.
    package var uncoveredCases: [Part] {
        cases.filter { !coveredCases.contains(Key(rule: $0.rule, number: $0.number)) }
    }
    /// Clauses that never won, in file order.
    package var uncoveredClauses: [Part] {
        clauses.filter { !coveredClauses.contains(Key(rule: $0.rule, number: $0.number)) }
    }

    /// Covered rules, cases and clauses in whole percent of all of them, rounded down; 100 when there are none.
    package var percent: Int {
        let shares = [ruleShare, caseShare, clauseShare]
        let total = shares.reduce(0) { $0 + $1.total }
        return total == 0 ? 100 : shares.reduce(0) { $0 + $1.covered } * 100 / total
    }

    /// A line for each part that never won, with its place; cases and clauses of a rule that never won are left out.
    package func uncoveredLines(_ language: OperatorLanguage) -> [String] {
        let missing = Set(uncoveredRules)
        let parts =
            rules.filter { missing.contains($0.rule) }.map { ($0, LocalizedText("规则 \($0.rule)", "rule \($0.rule)")) }
            + named(uncoveredCases).map { ($0, $0.caseName) } + named(uncoveredClauses).map { ($0, $0.clauseName) }
        return parts.sorted { $0.0.location < $1.0.location }
            .map { part, name in
                let place = "\(ForeignText.oneLine(part.location.path)):\(part.location.line)"
                return "  \(name[language])  \(place)"
            }
    }

    /// The parts of rules that won in another part.
    func named(_ parts: [Part]) -> [Part] {
        parts.filter { coveredRules.contains($0.rule) }
    }
}

extension RuleTestCoverage.Part {
    var caseName: LocalizedText { LocalizedText("\(rule) 第 \(number) 种情形", "\(rule) case \(number)") }
    var clauseName: LocalizedText { LocalizedText("\(rule) 的匹配条件 \(number)", "\(rule) clause \(number)") }
}
