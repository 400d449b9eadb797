/// Collects the clauses of all rules for texts, for a ``Matcher``.
struct MatcherBuilder {
    var keywords = KeywordAutomatonBuilder()
    private(set) var clauses: [CompiledClause] = []
    private(set) var firstClause: [Int32] = []
    private(set) var conditions: [ClauseConditions] = []
    private(set) var wholeUses: [[Int32]] = []
    private(set) var unconditional: [Int32] = []
    /// The programs of the expressions by number; nil for those on L1, which are not run by classes.
    private(set) var programs: [PatternProgram?] = []
    private var literalUses: [(literal: Int32, use: LiteralUse)] = []

    init(_ rules: [Rule]) {
        for (index, rule) in rules.enumerated() {
            firstClause.append(Int32(clauses.count))
            guard rule.event == .text else { continue }
            for (number, clause) in rule.clauses.enumerated() { add(clause, Int32(number), of: Int32(index)) }
        }
    }

    /// All uses by literal, and where those of each literal begin.
    func uses(literalCount: Int) -> (starts: [Int32], uses: [LiteralUse]) {
        var starts = [Int32](repeating: 0, count: literalCount + 1)
        for item in literalUses { starts[Int(item.literal) + 1] += 1 }
        for literal in 0..<literalCount { starts[literal + 1] += starts[literal] }
        var places = starts
        var uses = [LiteralUse](
            repeating: LiteralUse(clause: 0, length: 0, keyword: 0, place: .anywhere),
            count: literalUses.count
        )
        for item in literalUses {
            uses[Int(places[Int(item.literal)])] = item.use
            places[Int(item.literal)] += 1
        }
        return (starts, uses)
    }

    private mutating func add(_ clause: MatchClause, _ index: Int32, of rule: Int32) {
        let number = Int32(clauses.count)
        if !clause.exact.isEmpty { addExact(clause, number) }
        if let (list, place) = clause.onlyList {
            clauses.append(CompiledClause(rule: rule, index: index, conditions: -1))
            for (position, keyword) in list.enumerated() {
                let literal = keywords.number(of: keyword.folded, as: .keyword)
                add(literal, number, keyword.folded.count, Int32(position), place)
            }
            return
        }
        let own = conditions(of: clause)
        clauses.append(CompiledClause(rule: rule, index: index, conditions: Int32(conditions.count)))
        conditions.append(own)
        guard clause.exact.isEmpty else { return }
        let triggers = own.triggers
        if triggers.isEmpty { unconditional.append(number) }
        for literal in triggers { add(literal, number, 0, 0, .anywhere) }
    }

    private mutating func add(
        _ literal: Int32,
        _ clause: Int32,
        _ length: Int,
        _ keyword: Int32,
        _ place: LiteralHits.Place
    ) {
        let use = LiteralUse(clause: clause, length: Int32(length), keyword: keyword, place: place)
        literalUses.append((literal, use))
    }

    private mutating func addExact(_ clause: MatchClause, _ number: Int32) {
        for keyword in clause.exact {
            let whole = Int(keywords.number(of: keyword.folded, as: .whole))
            if whole == wholeUses.count { wholeUses.append([]) }
            if wholeUses[whole].last != number { wholeUses[whole].append(number) }
        }
    }

    private mutating func conditions(of clause: MatchClause) -> ClauseConditions {
        let lists: [(LiteralHits.Place, [Keyword])] = clause.lists.filter { !$0.1.isEmpty }
        return ClauseConditions(
            clause,
            groups: lists.map { group($1, $0) },
            all: numbers(clause.all),
            none: numbers(clause.none),
            expressions: clause.patterns.map { expression($0) }
        )
    }

    private mutating func group(_ list: [Keyword], _ place: LiteralHits.Place) -> ClauseConditions.Group {
        ClauseConditions.Group(
            place: place,
            literals: numbers(list),
            lengths: list.map { Int32($0.folded.count) }
        )
    }

    private mutating func numbers(_ list: [Keyword]) -> [Int32] {
        list.map { keywords.number(of: $0.folded, as: .keyword) }
    }

    private mutating func expression(_ pattern: RulePattern) -> ClauseConditions.Expression {
        programs.append(pattern.isRaw ? nil : pattern.pattern.program)
        // Literals of an expression on L1 are not those of L2.
        let fragments = pattern.isRaw ? [] : pattern.pattern.fragments.groups
        let groups = fragments.map { group in group.map { keywords.number(of: $0, as: .fragment) } }
        return ClauseConditions.Expression(pattern: pattern, number: programs.count - 1, groups: groups)
    }
}

extension MatchClause {
    /// The lists of which one keyword must occur, with the place where.
    var lists: [(LiteralHits.Place, [Keyword])] { [(.start, prefix), (.end, suffix), (.anywhere, any)] }

    /// The list of which one keyword is all that the clause asks for; empty for a clause of `exact` alone.
    fileprivate var onlyList: ([Keyword], LiteralHits.Place)? {
        guard all.isEmpty, none.isEmpty, patterns.isEmpty else { return nil }
        let used = lists.filter { !$0.1.isEmpty }
        if !exact.isEmpty { return used.isEmpty ? ([], .anywhere) : nil }
        return used.count == 1 ? (used[0].1, used[0].0) : nil
    }
}
