/// A rule that matched the event, with what became of it.
public struct Candidate: Sendable {
    /// What was found in the text.
    enum Evidence: Sendable {
        /// Nothing was looked for.
        case none
        /// One keyword of a clause that asks for nothing else, by its index.
        case keyword(Int)
        /// All expressions of a clause that has nothing else.
        case patterns
        /// Keywords and expressions, as the operator wrote them.
        case texts([String])
    }

    /// The rule; what is told of it is looked up only when it is asked for.
    let source: Rule
    /// What it is ranked by.
    public let precedence: Precedence
    /// The index of the clause that gave the evidence.
    let clauseIndex: Int?
    let found: Evidence
    /// Named captures of the clause, in the customer's own spelling.
    public let captures: [String: String]
    /// The index of the case that applies.
    let caseIndex: Int
    /// What became of it.
    public var fate: CandidateFate

    /// The rule's id.
    public var rule: String { source.id }

    /// Where the rule is written.
    public var location: SourceLocation { source.location }

    /// The clause that gave the evidence, counted from 1; nil for events without text.
    public var clause: Int? { clauseIndex.map { source.clauses[$0].number } }

    /// The keywords or the regular expression that matched, as the operator wrote them.
    public var matched: [String] {
        switch found {
        case .none: []
        case .keyword(let index):
            clauseIndex.flatMap { source.clauses[$0].listedKeyword(index)?.text }.map { [$0] } ?? []
        case .patterns: clauseIndex.map { source.clauses[$0].patterns.map(\.text) } ?? []
        case .texts(let texts): texts
        }
    }

    /// The case that applies, counted from 1.
    public var caseNumber: Int { source.cases[caseIndex].number }

    /// How many cases the rule has.
    public var caseCount: Int { source.cases.count }

    /// Whether it took the message but said nothing.
    var isConsumed: Bool {
        if case .consumed = fate { true } else { false }
    }
}

extension MatchClause {
    /// A keyword of the only list that a clause has, if it has but one of `prefix`, `suffix` and `any`.
    func listedKeyword(_ index: Int) -> Keyword? {
        let list = any.isEmpty ? prefix.isEmpty ? suffix : prefix : any
        return list.indices.contains(index) ? list[index] : nil
    }
}
