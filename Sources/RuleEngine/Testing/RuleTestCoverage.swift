/// Which rules, cases and clauses won at least once (RULES C7).
///
/// Rules with `stage: off` do not count; a rule with `stage: shadow` is covered when it would have answered.
public struct RuleTestCoverage: Sendable {
    /// A part of the rules that a test can cover.
    public struct Part: Sendable, Hashable {
        /// The rule's id.
        public let rule: String
        /// Its number in the rule, counted from 1; 0 for the rule itself.
        public let number: Int
    }

    /// How many of how many.
    public struct Share: Sendable, Hashable {
        /// Parts that won.
        public let covered: Int
        /// All parts.
        public let total: Int
    }

    private let rules: [Part]
    private let cases: [Part]
    private let clauses: [Part]
    private var coveredRules: Set<String> = []
    private var coveredCases: Set<Part> = []
    private var coveredClauses: Set<Part> = []

    init(of rules: RuleSet) {
        // In the shadow, as when off, a rule cannot win.
        let tested = rules.rules.filter { $0.stage == .live || $0.stage == .test }
        self.rules = tested.map { Part(rule: $0.id, number: 0) }
        cases = tested.flatMap { rule in rule.cases.map { Part(rule: rule.id, number: $0.number) } }
        clauses = tested.flatMap { rule in rule.clauses.map { Part(rule: rule.id, number: $0.number) } }
    }

    mutating func count(_ decision: Decision) {
        for candidate in decision.candidates where [.won, .firedAlso].contains(candidate.fate) {
            coveredRules.insert(candidate.rule)
            coveredCases.insert(Part(rule: candidate.rule, number: candidate.caseNumber))
            if let clause = candidate.clause { coveredClauses.insert(Part(rule: candidate.rule, number: clause)) }
        }
    }

    /// Rules that won.
    public var ruleShare: Share { Share(covered: rules.count - uncoveredRules.count, total: rules.count) }
    /// Cases that won.
    public var caseShare: Share { Share(covered: cases.count - uncoveredCases.count, total: cases.count) }
    /// Clauses that won.
    public var clauseShare: Share { Share(covered: clauses.count - uncoveredClauses.count, total: clauses.count) }

    /// Ids of rules that never won, in file order.
    public var uncoveredRules: [String] { rules.map(\.rule).filter { !coveredRules.contains($0) } }
    /// Cases that never won, in file order.
    public var uncoveredCases: [Part] { cases.filter { !coveredCases.contains($0) } }
    /// Clauses that never won, in file order.
    public var uncoveredClauses: [Part] { clauses.filter { !coveredClauses.contains($0) } }

    /// Covered rules, cases and clauses in whole percent of all of them, rounded down; 100 when there are none.
    public var percent: Int {
        let shares = [ruleShare, caseShare, clauseShare]
        let total = shares.reduce(0) { $0 + $1.total }
        return total == 0 ? 100 : shares.reduce(0) { $0 + $1.covered } * 100 / total
    }
}
