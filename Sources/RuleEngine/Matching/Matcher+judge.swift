extension Matcher {
    /// Judges a clause with further conditions.
    func judge(
        _ number: Int32,
        _ text: Span<Unicode.Scalar>,
        _ raw: Span<Unicode.Scalar>,
        _ scratch: inout MatchScratch
    ) {
        let clause = clauses[Int(number)]
        guard clause.expression >= 0 else { return judgeConditions(of: clause, text, raw, &scratch) }
        guard matches(Int(clause.expression), text, raw, &scratch) else { return }
        scratch.keep(RuleHit(rule: clause.rule, clause: clause.index, tier: .pattern, length: 0, keyword: -1))
    }

    /// Keywords first, then expressions, then `none`: a veto is reported only where everything else matched.
    private func judgeConditions(
        of clause: CompiledClause,
        _ text: Span<Unicode.Scalar>,
        _ raw: Span<Unicode.Scalar>,
        _ scratch: inout MatchScratch
    ) {
        let conditions = conditions[Int(clause.conditions)]
        guard let length = Self.length(of: conditions, scratch.literals) else { return }
        for index in conditions.expressions.indices
        where !matches(conditions.expressions[index].number, text, raw, &scratch) { return }
        if let veto = conditions.none.firstIndex(where: { scratch.literals.contains($0) }) {
            scratch.vetoes.append(ClauseVeto(rule: clause.rule, clause: clause.index, keyword: Int32(veto)))
            return
        }
        scratch.keep(
            RuleHit(
                rule: clause.rule,
                clause: clause.index,
                tier: conditions.tier,
                length: conditions.tier == .keyword ? length : 0,
                keyword: -1
            )
        )
    }

    /// The matched code points of the clause's keywords; nil when one that must occur does not.
    private static func length(of conditions: ClauseConditions, _ literals: borrowing LiteralHits) -> Int32? {
        var longest: Int32 = 0
        for index in conditions.groups.indices {
            guard let found = conditions.groups[index].longest(in: literals) else { return nil }
            longest = max(longest, conditions.groups[index].lengths[found])
        }
        for index in conditions.all.indices where !literals.contains(conditions.all[index]) { return nil }
        return longest + conditions.allLength
    }

    /// Whether an expression matches: by its literals first, then by its automaton.
    private func matches(
        _ number: Int,
        _ text: Span<Unicode.Scalar>,
        _ raw: Span<Unicode.Scalar>,
        _ scratch: inout MatchScratch
    ) -> Bool {
        let expression = expressions[number]
        let start = earliestStart(of: expression, length: text.count, in: scratch.literals)
        guard start >= 0 else { return false }
        guard expression.row >= 0 else {
            return programs[number].matches(expression.isRaw ? raw : text, using: &scratch.backtracker)
        }
        if !scratch.isClassified {
            alphabet.classify(text, into: &scratch.classes)
            scratch.isClassified = true
        }
        let before = scratch.automata[number].size
        let isMatch = run(number, from: Int(start), on: scratch.classes, &scratch.automata[number])
        scratch.noteGrowth(scratch.automata[number].size - before)
        return isMatch
    }

    private func run(
        _ number: Int,
        from start: Int,
        on classes: borrowing [Int32],
        _ automaton: inout PatternAutomaton
    ) -> Bool {
        let row = Int(expressions[number].row)
        let classesOfRow = rows.span.extracting(row..<row + alphabet.bounds.count + 1)
        return automaton.matches(classes.span, from: start, row: classesOfRow, transitions, number)
    }
}
