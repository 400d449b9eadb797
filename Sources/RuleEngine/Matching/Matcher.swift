/// Finds the rules whose clauses match a message.
///
/// Made once for a rule set and never changed. One pass finds all keywords; only clauses that can match are judged.
struct Matcher: Sendable {
    private let automaton: KeywordAutomaton
    private let clauses: [CompiledClause]
    /// For each keyword the clauses that it may make match.
    private let triggered: [[Int]]
    /// For each whole message (L2t) the clauses that ask for it.
    private let exact: [[Unicode.Scalar]: [Int]]
    /// The clauses that no keyword has to make match.
    private let unconditional: [Int]

    /// Compiles the clauses of all rules for texts.
    init(rules: [Rule]) {
        var keywords = KeywordAutomatonBuilder()
        var clauses: [CompiledClause] = []
        for (index, rule) in rules.enumerated() where rule.event == .text {
            for clause in rule.clauses { clauses.append(CompiledClause(clause, of: index, adding: &keywords)) }
        }
        automaton = keywords.build()
        self.clauses = clauses
        var triggered = [[Int]](repeating: [], count: automaton.lengths.count)
        var exact: [[Unicode.Scalar]: [Int]] = [:]
        var unconditional: [Int] = []
        for (index, compiled) in clauses.enumerated() {
            if !compiled.clause.exact.isEmpty {
                for keyword in compiled.clause.exact { exact[keyword.folded, default: []].append(index) }
            } else if compiled.triggers.isEmpty {
                unconditional.append(index)
            } else {
                for keyword in compiled.triggers { triggered[keyword].append(index) }
            }
        }
        self.triggered = triggered
        self.exact = exact
        self.unconditional = unconditional
    }

    /// The rules that match, and those that only a `none` keyword stopped.
    func report(on text: NormalizedText) -> MatchReport {
        let hits = KeywordHits(of: automaton, in: text.folded)
        var matches: [RuleMatch] = []
        var vetoes: [RuleVeto] = []
        for index in clausesToJudge(text, hits) {
            switch clauses[index].evaluate(text, hits) {
            case .failed: continue
            case .vetoed(let veto): if vetoes.last?.rule != veto.rule { vetoes.append(veto) }
            case .matched(let match): Self.keep(match, in: &matches)
            }
        }
        let matching = Set(matches.map(\.rule))
        return MatchReport(matches: matches, vetoes: vetoes.filter { !matching.contains($0.rule) })
    }

    /// The indexes of clauses that can match, ascending: file order, then clause order.
    private func clausesToJudge(_ text: NormalizedText, _ hits: KeywordHits) -> [Int] {
        var indexes = Set(unconditional)
        indexes.formUnion(exact[Array(text.folded[text.trimmed])] ?? [])
        for keyword in hits.found { indexes.formUnion(triggered[keyword]) }
        return indexes.sorted()
    }

    /// Keeps the strongest match of each rule; clauses of one rule come one after the other.
    private static func keep(_ match: RuleMatch, in matches: inout [RuleMatch]) {
        guard let last = matches.last, last.rule == match.rule else { return matches.append(match) }
        if match.isStronger(than: last) { matches[matches.count - 1] = match }
    }
}
