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

    /// The greatest size of all programs for ``LookaheadSearch`` in bytes; expressions beyond it are run by their DFA.
    private static let lookaheadLimit = 16 << 20

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
    /// The number of slots of all expressions.
    let slotCount: Int
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
        var room = Self.lookaheadLimit
        let classified = folded.map { nfa in
            let classified = nfa.flatMap { ClassifiedNFA($0, lookaheadLimit: room) }
            room -= classified?.lookaheadByteCount ?? 0
            return classified
        }
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
        slotCount = builder.slotCount
    }

    /// Makes working memory for ``match(_:in:)``.
    package func makeScratch() -> MatchScratch {
        MatchScratch(for: self)
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
        useLiterals(in: &scratch, length: Int32(truncatingIfNeeded: text.count))
        let whole = automaton.wholeNumber(of: text.extracting(trimmed))
        if whole >= 0 { useWhole(whole, in: &scratch) }
        for index in unconditional.indices { scratch.addCandidate(unconditional[index], start: 0) }
        for index in scratch.candidates.indices {
            evaluate(scratch.candidates[index], text: text, raw: raw, in: &scratch)
        }
    }

    /// Applies every literal that occurs to its clauses.
    private func useLiterals(in scratch: inout MatchScratch, length: Int32) {
        let uses = uses.span
        for place in 0..<scratch.literals.count {
            let found = scratch.literals.found[place]
            var index = Int(found.firstUse)
            while index >= 0 {
                // A literal's first use is an index of `uses`, and so is the next while a use is not the last.
                let use = unsafe uses[unchecked: index]
                apply(use, of: found.literal, length: length, in: &scratch)
                index = use.isLast ? -1 : index &+ 1
            }
        }
    }

    @inline(__always)
    private func apply(_ use: LiteralUse, of literal: Int32, length: Int32, in scratch: inout MatchScratch) {
        guard use.rule >= 0 else {
            let start = use.start(end: scratch.literals.firstEnd(of: literal), length: length)
            if start >= 0 { scratch.addCandidate(~use.rule, start: start) }
            return
        }
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
                scratch.addCandidate(number, start: 0)
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
        _ candidate: CandidateClause,
        text: Span<Unicode.Scalar>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) {
        let clause = clauses[Int(candidate.clause)]
        if clause.expression >= 0 {
            let number = Int(clause.expression)
            let start = earliestStart(
                of: number,
                window: candidate.start,
                needs: expressions[number].furtherStart,
                length: text.count,
                in: scratch.literals
            )
            guard start >= 0, matches(number, from: start, text: text, raw: raw, in: &scratch) else { return }
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
        for index in conditions.expressions.indices {
            let number = conditions.expressions[index].number
            let start = earliestStart(
                of: number,
                window: 0,
                needs: expressions[number].needStart,
                length: text.count,
                in: scratch.literals
            )
            guard start >= 0, matches(number, from: start, text: text, raw: raw, in: &scratch) else { return }
        }
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

    /// Whether an expression that its literals do not rule out matches.
    @inline(__always)
    private func matches(
        _ number: Int,
        from start: Int32,
        text: Span<Unicode.Scalar>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) -> Bool {
        let expression = expressions[number]
        guard expression.row >= 0, let nfa = classifiedNFAs[number] else {
            scratch.starts[number] = 0
            return nfas[number].matches(expression.isRaw ? raw : text, using: &scratch.backtracker)
        }
        classify(text, from: Int(start), in: &scratch)
        let row = Int(expression.row)
        let ownClasses = rows.span.extracting(row..<row + classes.count + 1)
        let found = Self.search(
            nfa,
            in: scratch.classes,
            to: text.count,
            from: Int(start),
            row: ownClasses,
            using: &scratch.lookahead,
            slots: &scratch.slots,
            at: Int(expression.slotStart)
        )
        if let found {
            scratch.starts[number] = -1
            return found
        }
        scratch.starts[number] = start
        let before = scratch.dfas[number].size
        let isMatch = run(
            number,
            on: scratch.classes,
            to: text.count,
            from: Int(start),
            row: ownClasses,
            using: &scratch.dfas[number]
        )
        scratch.noteGrowth(scratch.dfas[number].size - before)
        return isMatch
    }

    private static func search(
        _ nfa: ClassifiedNFA,
        in text: borrowing [Int32],
        to end: Int,
        from start: Int,
        row: Span<UInt8>,
        using lookahead: inout LookaheadSearch,
        slots: inout [Int32],
        at slotStart: Int
    ) -> Bool? {
        lookahead.finds(nfa, in: text.span.extracting(0..<end), row: row, from: start, slots: &slots, at: slotStart)
    }

    private func run(
        _ number: Int,
        on text: borrowing [Int32],
        to end: Int,
        from start: Int,
        row: Span<UInt8>,
        using dfa: inout LazyDFA
    ) -> Bool {
        dfa.matches(text.span.extracting(0..<end), from: start, row: row, nfas: classifiedNFAs, number: number)
    }

    /// Turns the part of a text that has not been turned into classes yet.
    @inline(__always)
    private func classify(_ text: Span<Unicode.Scalar>, from start: Int, in scratch: inout MatchScratch) {
        let end = min(scratch.classifiedFrom, text.count)
        guard start < end else { return }
        classes.classify(text, in: start..<end, into: &scratch.classes)
        scratch.classifiedFrom = start
    }

    /// Leaves the captures of an expression on L2 that matches in its slots; false when the text is too long for that.
    func findCaptures(of number: Int, in text: Span<Unicode.Scalar>, using scratch: inout MatchScratch) -> Bool {
        let start = Int(scratch.starts[number])
        guard start >= 0 else { return true }
        guard BoundedBacktracker.fits(nfas[number], length: text.count),
            scratch.backtracker.finds(nfas[number], in: text, from: start)
        else { return false }
        scratch.backtracker.copySlots(into: &scratch.slots, at: Int(expressions[number].slotStart))
        return true
    }

    /// The earliest possible start of a match; -1 when the literals that occur rule a match out.
    ///
    /// - Parameters:
    ///   - number: The expression.
    ///   - window: The earliest start as far as it is known.
    ///   - first: The first need to look at.
    ///   - length: The length of the text.
    ///   - literals: The literals that occur.
    /// - Returns: The start.
    @inline(__always)
    private func earliestStart(
        of number: Int,
        window: Int32,
        needs first: Int32,
        length: Int,
        in literals: borrowing LiteralMatchSet
    ) -> Int32 {
        let expression = expressions[number]
        let needs = needs.span
        let length = Int32(truncatingIfNeeded: length)
        var (window, group): (Int32, Int32) = (window, .max)
        for index in first..<expression.needEnd {
            // The range is a part of the expression's own needs.
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
