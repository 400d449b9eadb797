/// A clause with its keywords replaced by their numbers in the automaton.
struct CompiledClause: Sendable {
    /// The rule's index in the rules that the matcher was made of.
    let rule: Int
    /// What the operator wrote.
    let clause: MatchClause
    let prefix: [Int]
    let suffix: [Int]
    let any: [Int]
    let all: [Int]
    let none: [Int]

    init(_ clause: MatchClause, of rule: Int, adding keywords: inout KeywordAutomatonBuilder) {
        func numbers(_ list: [Keyword]) -> [Int] { list.map { keywords.number(of: $0.folded) } }
        self.rule = rule
        self.clause = clause
        prefix = numbers(clause.prefix)
        suffix = numbers(clause.suffix)
        any = numbers(clause.any)
        all = numbers(clause.all)
        none = numbers(clause.none)
    }

    /// Keywords of which at least one occurs wherever the clause matches; empty when no keyword has to occur.
    var triggers: [Int] {
        if let first = all.first { return [first] }
        if !any.isEmpty { return any }
        return prefix.isEmpty ? suffix : prefix
    }
}
