import RuleEngine

/// The rules that one search knows, with their clauses; clauses that match the same messages are one.
struct TrackedRules {
    /// The rules for texts of both sides, in the order in which they were added.
    let numbers: [Int]
    /// The rules with their sides.
    let rules: [(rule: Rule, side: ProofSide)]
    /// The clauses that differ.
    let clauses: [MatchClause]
    /// For each side and rule the numbers of its clauses; nil for a rule that is not for texts.
    private let clauseNumbers: [[[Int]?]]
    private let sources: [[Rule?]]

    init(_ numbers: [Int], in pairing: RulePairing) {
        self.numbers = numbers
        var clauses: [MatchClause] = []
        var known: [[UInt8]: Int] = [:]
        var rules: [(rule: Rule, side: ProofSide)] = []
        var sources: [[Rule?]] = [[], []]
        var clauseNumbers: [[[Int]?]] = [[], []]
        for number in numbers {
            for side in ProofSide.allCases {
                let rule = pairing.pairs[number].rule(side)
                // A text has neither menu nor scene.
                let isForTexts = rule.map { $0.event == .text && $0.menus.isEmpty && $0.scenes.isEmpty } ?? false
                guard let rule, isForTexts else {
                    sources[side.rawValue].append(nil)
                    clauseNumbers[side.rawValue].append(nil)
                    continue
                }
                rules.append((rule, side))
                sources[side.rawValue].append(rule)
                let own = rule.clauses.map { clause in
                    let bytes = RuleDescription.clause(clause)
                    if let number = known[bytes] { return number }
                    known[bytes] = clauses.count
                    clauses.append(clause)
                    return clauses.count - 1
                }
                clauseNumbers[side.rawValue].append(own)
            }
        }
        self.rules = rules
        self.clauses = clauses
        self.sources = sources
        self.clauseNumbers = clauseNumbers
    }

    /// The rules of a side that match a message, with the strength of the strongest clause, of equal ones the first.
    func matches(_ facts: JointAutomaton.Facts, on side: ProofSide) -> [(pair: Int, match: AnswerModel.Match)] {
        var matches: [(pair: Int, match: AnswerModel.Match)] = []
        for (place, number) in numbers.enumerated() {
            guard let own = clauseNumbers[side.rawValue][place] else { continue }
            if own.isEmpty {
                matches.append((number, AnswerModel.Match(strength: .event, clause: nil)))
                continue
            }
            var best: AnswerModel.Match?
            for clause in own {
                guard let strength = facts.strengths[clause], best.map({ strength > $0.strength }) ?? true else {
                    continue
                }
                best = AnswerModel.Match(strength: strength, clause: clauses[clause])
            }
            if let best { matches.append((number, best)) }
        }
        return matches
    }

    /// The pairs of rules that the search does not know, by their ids.
    func unknown(among ids: Set<String>, in pairing: RulePairing) -> [Int] {
        ids.sorted().compactMap { pairing.number(of: $0) }.filter { !numbers.contains($0) }
    }
}
