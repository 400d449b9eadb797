import LinearRegex

/// Collects the clauses of all rules for texts, for a ``Matcher``.
struct MatcherBuilder {
    var keywords = KeywordAutomatonBuilder()
    private(set) var clauses: [CompiledClause] = []
    private(set) var firstClause: [Int32] = []
    private(set) var conditions: [ClauseConditions] = []
    private(set) var wholeUses: [[Int32]] = []
    private(set) var unconditional: [Int32] = []
    /// For each expression its NFA.
    private(set) var nfas: [NFA] = []
    private(set) var expressions: [CompiledExpression] = []
    private(set) var needs: [CompiledExpression.Need] = []
    /// The number of slots of all expressions.
    private(set) var slotCount = 0
    private var literalUses: [(literal: Int32, use: LiteralUse)] = []

    init(_ rules: [Rule]) {
        for (index, rule) in rules.enumerated() {
            firstClause.append(Int32(clauses.count))
            guard rule.event == .text else { continue }
            for (number, clause) in rule.clauses.enumerated() { add(clause, index: Int32(number), of: Int32(index)) }
        }
    }

    /// All uses sorted by literal, and for each literal its first use; negative for a literal without uses.
    func uses() -> (first: [Int32], uses: [LiteralUse]) {
        var ends = [Int32](repeating: 0, count: Int(keywords.literalCount))
        for item in literalUses { ends[Int(item.literal)] += 1 }
        var total: Int32 = 0
        var first = ends
        for literal in ends.indices {
            first[literal] = ends[literal] == 0 ? -1 : total
            total += ends[literal]
            ends[literal] = total - 1
        }
        var places = first
        var uses = [LiteralUse](
            repeating: LiteralUse(rule: 0, clause: 0, length: 0, keyword: 0, place: .anywhere),
            count: literalUses.count
        )
        for item in literalUses {
            let (literal, place) = (Int(item.literal), Int(places[Int(item.literal)]))
            uses[place] = item.use
            uses[place].isLast = place == Int(ends[literal])
            places[literal] += 1
        }
        return (first, uses)
    }

    private mutating func add(_ clause: MatchClause, index: Int32, of rule: Int32) {
        let number = Int32(clauses.count)
        if !clause.exact.isEmpty { addExact(clause, number: number) }
        if let (list, place) = clause.onlyList {
            clauses.append(CompiledClause(rule: rule, index: index, conditions: -1, expression: -1))
            for (position, keyword) in list.enumerated() {
                let use = LiteralUse(
                    rule: rule,
                    clause: index,
                    length: Int32(keyword.folded.count),
                    keyword: Int32(position),
                    place: place
                )
                literalUses.append((keywords.number(of: keyword.folded, as: .keyword), use))
            }
            return
        }
        let own = conditions(of: clause)
        let expression = own.onlyExpression(of: clause)
        clauses.append(
            CompiledClause(
                rule: rule,
                index: index,
                conditions: Int32(conditions.count),
                expression: expression.map(Int32.init) ?? -1
            )
        )
        conditions.append(own)
        guard clause.exact.isEmpty else { return }
        if let expression {
            addTriggers(of: expressions[expression], number: number)
        } else {
            for literal in own.triggers { literalUses.append((literal, LiteralUse(candidate: number))) }
        }
        if own.triggers.isEmpty { unconditional.append(number) }
    }

    /// The literals of an expression's first group make its clause a candidate.
    private mutating func addTriggers(of expression: CompiledExpression, number: Int32) {
        for need in needs[Int(expression.needStart)..<Int(expression.furtherStart)] {
            let use = LiteralUse(candidate: number, need: need, isAnchored: expression.isAnchored)
            literalUses.append((need.literal, use))
        }
    }

    private mutating func addExact(_ clause: MatchClause, number: Int32) {
        for keyword in clause.exact {
            let whole = Int(keywords.number(of: keyword.folded, as: .whole))
            if whole == wholeUses.count { wholeUses.append([]) }
            if wholeUses[whole].last != number { wholeUses[whole].append(number) }
        }
    }

    private mutating func conditions(of clause: MatchClause) -> ClauseConditions {
        let lists: [(LiteralMatchSet.Place, [Keyword])] = clause.lists.filter { !$0.1.isEmpty }
        return ClauseConditions(
            clause,
            groups: lists.map { place, list in
                ClauseConditions.Group(
                    place: place,
                    literals: numbers(of: list),
                    lengths: list.map { Int32($0.folded.count) }
                )
            },
            all: numbers(of: clause.all),
            none: numbers(of: clause.none),
            expressions: clause.patterns.map { expression($0) }
        )
    }

    private mutating func numbers(of list: [Keyword]) -> [Int32] {
        list.map { keywords.number(of: $0.folded, as: .keyword) }
    }

    private mutating func expression(_ pattern: RulePattern) -> ClauseConditions.Expression {
        nfas.append(pattern.pattern.nfa)
        var expression = CompiledExpression()
        expression.slotStart = Int32(slotCount)
        slotCount += pattern.pattern.nfa.slotCount
        expression.isRaw = pattern.isRaw
        expression.isAnchored = pattern.pattern.isAnchored
        expression.looksAtStart = pattern.pattern.nfa.looksAtStart
        expression.needStart = Int32(needs.count)
        // An expression on L1 has no literals of L2.
        let groups = pattern.isRaw ? [] : pattern.pattern.requiredLiterals.selectiveGroups
        for group in groups { add(group) }
        expression.furtherStart = expression.needStart + Int32(groups.first?.count ?? 0)
        expression.needEnd = Int32(needs.count)
        expressions.append(expression)
        let triggers = needs[Int(expression.needStart)..<Int(expression.furtherStart)].map(\.literal)
        return ClauseConditions.Expression(number: nfas.count - 1, triggers: triggers)
    }

    private mutating func add(_ group: [RequiredLiterals.Fragment]) {
        for (index, fragment) in group.enumerated() {
            needs.append(
                CompiledExpression.Need(
                    literal: keywords.number(of: fragment.text, as: .fragment),
                    length: Int32(fragment.text.count),
                    maximumBefore: fragment.maximumBefore.map(Int32.init) ?? CompiledExpression.unlimited,
                    minimumAfter: Int32(fragment.minimumAfter),
                    endsGroup: index == group.count - 1
                )
            )
        }
    }
}

extension ClauseConditions {
    /// The number of the clause's expression, if the clause has no other condition.
    fileprivate func onlyExpression(of clause: MatchClause) -> Int? {
        guard groups.isEmpty, all.isEmpty, none.isEmpty, clause.exact.isEmpty, expressions.count == 1 else {
            return nil
        }
        return expressions[0].number
    }
}

extension MatchClause {
    /// The lists that need one keyword each, with its place.
    var lists: [(LiteralMatchSet.Place, [Keyword])] { [(.start, prefix), (.end, suffix), (.anywhere, any)] }

    /// The only list of a clause that asks for nothing but one of its keywords; empty for a clause of `exact` alone.
    fileprivate var onlyList: ([Keyword], LiteralMatchSet.Place)? {
        guard all.isEmpty, none.isEmpty, patterns.isEmpty else { return nil }
        let used = lists.filter { !$0.1.isEmpty }
        if !exact.isEmpty { return used.isEmpty ? ([], .anywhere) : nil }
        return used.count == 1 ? (used[0].1, used[0].0) : nil
    }
}
