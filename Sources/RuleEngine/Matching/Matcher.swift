import LinearRegex

/// Finds the rules whose clauses match a message.
///
/// Made once for a rule set and never changed. One pass over the message finds all keywords and all literals that
/// regular expressions require; only clauses that can match are evaluated.
package struct Matcher: Sendable {
    /// Identifies a matcher, so that its scratch memory is never used with another one.
    final class Identity: Sendable {}

    /// The greatest size of the rows in bytes; expressions beyond it are run by their NFA, which is slower.
    private static let rowLimit = 64 << 20

    let identity = Identity()
    let rules: [Rule]
    let automaton: KeywordAutomaton
    let clauses: [CompiledClause]
    /// For each rule its first clause.
    let firstClause: [Int32]
    let conditions: [ClauseConditions]
    /// The meaning of literals for clauses; a literal's uses lie together.
    let uses: [LiteralUse]
    /// For each whole-message keyword the clauses that ask for it.
    let wholeUses: [[Int32]]
    /// The clauses that match without any literal.
    let unconditional: [Int32]
    let expressions: [CompiledExpression]
    let needs: [CompiledExpression.Need]
    /// The character classes that all expressions on L2 share.
    let classes: CharacterClasses
    /// For each expression its own class for each shared one.
    let rows: [UInt8]
    /// For each expression its NFA.
    let nfas: [NFA]
    /// For each expression its NFA with its classes; nil for one that is not run by classes.
    let classifiedNFAs: [ClassifiedNFA?]

    /// Compiles the clauses of all rules for texts.
    package init(rules: [Rule]) {
        let builder = MatcherBuilder(rules)
        self.rules = rules
        clauses = builder.clauses
        firstClause = builder.firstClause
        conditions = builder.conditions
        let (firstUses, uses) = builder.uses()
        self.uses = uses
        automaton = builder.keywords.build(firstUses: firstUses)
        wholeUses = builder.wholeUses
        unconditional = builder.unconditional
        nfas = builder.nfas
        let folded = zip(builder.nfas, builder.expressions).map { $1.isRaw ? nil : $0 }
        let classes = CharacterClasses(of: folded.compactMap(\.self))
        self.classes = classes
        let classified = folded.map { $0.flatMap { ClassifiedNFA($0) } }
        var (expressions, rows): ([CompiledExpression], [UInt8]) = (builder.expressions, [])
        for (number, nfa) in classified.enumerated() where rows.count <= Self.rowLimit {
            guard let nfa else { continue }
            expressions[number].row = Int32(rows.count)
            rows += nfa.row(of: classes)
        }
        classifiedNFAs = classified
        self.expressions = expressions
        self.rows = rows
        needs = builder.needs
    }

    /// Makes working memory for ``match(_:in:)``.
    package func makeScratch() -> MatchScratch {
        MatchScratch(
            owner: identity,
            literalCount: automaton.literalCount,
            ruleCount: rules.count,
            clauseCount: clauses.count,
            expressionCount: expressions.count
        )
    }

    /// Whether working memory belongs to this matcher.
    func owns(_ scratch: borrowing MatchScratch) -> Bool { scratch.owner === identity }

    /// Leaves in the scratch the rules that match, and those that only a `none` keyword stopped.
    package func match(_ text: NormalizedText, in scratch: inout MatchScratch) {
        match(text.folded.span, trimmed: text.trimmed, raw: text.raw.span, in: &scratch)
    }

    /// The same for a text in borrowed memory: L2, the range of it that is L2t, and L1.
    func match(
        _ text: Span<Unicode.Scalar>,
        trimmed: Range<Int>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) {
        // The memory of another matcher has other sizes, which unchecked indices rely on, and other answers.
        if scratch.owner !== identity { scratch = makeScratch() }
        scratch.begin()
        automaton.scan(text, into: &scratch.literals)
        useLiterals(in: &scratch)
        let whole = automaton.wholeNumber(of: text.extracting(trimmed))
        if whole >= 0 { useWhole(whole, in: &scratch) }
        for index in unconditional.indices { scratch.addCandidate(unconditional[index]) }
        for index in scratch.candidates.indices {
            evaluate(scratch.candidates[index], text: text, raw: raw, in: &scratch)
        }
    }

    /// Applies every literal that occurs to its clauses.
    private func useLiterals(in scratch: inout MatchScratch) {
        let uses = uses.span
        for place in 0..<scratch.literals.count {
            let found = scratch.literals.found[place]
            var index = Int(found.firstUse)
            while index >= 0 {
                // A literal's first use is an index of `uses`, and so is the next while a use is not the last.
                let use = unsafe uses[unchecked: index]
                apply(use, of: found.literal, in: &scratch)
                index = use.isLast ? -1 : index &+ 1
            }
        }
    }

    @inline(__always)
    private func apply(_ use: LiteralUse, of literal: Int32, in scratch: inout MatchScratch) {
        guard use.rule >= 0 else { return scratch.addCandidate(~use.rule) }
        guard use.place == .anywhere || scratch.literals.contains(literal, at: use.place) else { return }
        scratch.keep(
            RuleHit(
                rule: use.rule,
                clause: use.clause,
                tier: .keyword,
                length: use.length,
                keyword: use.keyword
            )
        )
    }

    /// Applies a whole-message keyword to its clauses.
    private func useWhole(_ whole: Int32, in scratch: inout MatchScratch) {
        for number in wholeUses[Int(whole)] {
            let clause = clauses[Int(number)]
            guard clause.conditions < 0 else {
                scratch.addCandidate(number)
                continue
            }
            scratch.keep(RuleHit(rule: clause.rule, clause: clause.index, tier: .exact, length: 0, keyword: -1))
        }
    }
}

extension Matcher {
    /// Evaluates a clause with further conditions: keywords first, then expressions, then `none`, so that a veto is
    /// reported only where everything else matched.
    @inline(__always)
    private func evaluate(
        _ number: Int32,
        text: Span<Unicode.Scalar>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) {
        let clause = clauses[Int(number)]
        if clause.expression >= 0 {
            guard matches(Int(clause.expression), text: text, raw: raw, in: &scratch) else { return }
            scratch.keep(RuleHit(rule: clause.rule, clause: clause.index, tier: .pattern, length: 0, keyword: -1))
            return
        }
        evaluateConditions(of: clause, text: text, raw: raw, in: &scratch)
    }

    private func evaluateConditions(
        of clause: CompiledClause,
        text: Span<Unicode.Scalar>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) {
        let conditions = conditions[Int(clause.conditions)]
        guard let length = Self.length(of: conditions, in: scratch.literals) else { return }
        for index in conditions.expressions.indices
        where !matches(conditions.expressions[index].number, text: text, raw: raw, in: &scratch) { return }
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

    /// The matched code points of the clause's keywords; nil when a required keyword does not occur.
    private static func length(of conditions: ClauseConditions, in literals: borrowing LiteralMatchSet) -> Int32? {
        var longest: Int32 = 0
        for index in conditions.groups.indices {
            guard let found = conditions.groups[index].longest(in: literals) else { return nil }
            longest = max(longest, conditions.groups[index].lengths[found])
        }
        for index in conditions.all.indices where !literals.contains(conditions.all[index]) { return nil }
        return longest + conditions.allLength
    }

    /// Whether an expression matches: by its literals first, then by its DFA.
    @inline(__always)
    private func matches(
        _ number: Int,
        text: Span<Unicode.Scalar>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) -> Bool {
        let expression = expressions[number]
        let start = earliestStart(of: expression, length: text.count, in: scratch.literals)
        guard start >= 0 else { return false }
        guard expression.row >= 0 else {
            return nfas[number].matches(expression.isRaw ? raw : text, using: &scratch.backtracker)
        }
        if !scratch.isClassified {
            classes.classify(text, into: &scratch.classes)
            scratch.isClassified = true
        }
        let before = scratch.dfas[number].size
        let isMatch = run(number, on: scratch.classes, from: Int(start), using: &scratch.dfas[number])
        scratch.noteGrowth(scratch.dfas[number].size - before)
        return isMatch
    }

    private func run(
        _ number: Int,
        on text: borrowing [Int32],
        from start: Int,
        using dfa: inout LazyDFA
    ) -> Bool {
        let row = Int(expressions[number].row)
        let ownClasses = rows.span.extracting(row..<row + classes.count + 1)
        return dfa.matches(text.span, from: start, row: ownClasses, nfas: classifiedNFAs, number: number)
    }

    /// The earliest possible start of a match; -1 when the literals that occur rule a match out.
    @inline(__always)
    func earliestStart(
        of expression: CompiledExpression,
        length: Int,
        in literals: borrowing LiteralMatchSet
    ) -> Int32 {
        let needs = needs.span
        let length = Int32(truncatingIfNeeded: length)
        var (window, group): (Int32, Int32) = (0, .max)
        for index in expression.needStart..<expression.needEnd {
            // The range is the expression's own part of the needs.
            let need = unsafe needs[unchecked: Int(index)]
            let end = literals.firstEnd(of: need.literal)
            if end > 0, end <= length &- need.minimumAfter {
                let start = end &- need.length
                if need.maximumBefore == CompiledExpression.unlimited {
                    group = 0
                } else if !expression.isAnchored || start <= need.maximumBefore {
                    group = min(group, max(0, start &- need.maximumBefore))
                }
            }
            guard need.endsGroup else { continue }
            if group == .max { return -1 }
            window = max(window, group)
            group = .max
        }
        return expression.looksAtStart ? 0 : window
    }
}
