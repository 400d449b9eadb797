/// Finds the rules whose clauses match a message.
///
/// Made once for a rule set and never changed. One pass over the message finds all keywords and all literals that
/// regular expressions require; only clauses that can match are judged.
package struct Matcher: Sendable {
    /// How many bytes the rows take at most; expressions beyond are run by their programs, which is slower.
    private static let rowLimit = 64 << 20

    let identity = MatcherIdentity()
    let rules: [Rule]
    let automaton: KeywordAutomaton
    let clauses: [CompiledClause]
    /// For each rule its first clause.
    let firstClause: [Int32]
    let conditions: [ClauseConditions]
    /// What literals mean for clauses; a literal's uses lie together.
    let uses: [LiteralUse]
    /// For each whole-message keyword the clauses that ask for it.
    let wholeUses: [[Int32]]
    /// The clauses that no literal has to make match.
    let unconditional: [Int32]
    /// The expressions by number, and what they need.
    let expressions: [CompiledExpression]
    let needs: [CompiledExpression.Need]
    let alphabet: PatternAlphabet
    /// For each expression its row of the alphabet's classes.
    let rows: [UInt8]
    let programs: [PatternProgram]
    /// The programs prepared for classes; nil for those that are not run by classes.
    let transitions: [PatternTransitions?]

    /// Compiles the clauses of all rules for texts.
    package init(rules: [Rule]) {
        self.init(MatcherBuilder(rules), rules: rules)
    }

    private init(_ builder: MatcherBuilder, rules: [Rule]) {
        self.rules = rules
        clauses = builder.clauses
        firstClause = builder.firstClause
        conditions = builder.conditions
        let (firstUses, uses) = builder.uses()
        self.uses = uses
        automaton = builder.keywords.build(firstUses: firstUses)
        wholeUses = builder.wholeUses
        unconditional = builder.unconditional
        programs = builder.programs
        let folded = zip(builder.programs, builder.expressions).map { $1.isRaw ? nil : $0 }
        let alphabet = PatternAlphabet(folded.compactMap(\.self))
        self.alphabet = alphabet
        let transitions = folded.map { $0.flatMap { PatternTransitions($0) } }
        var (expressions, rows): ([CompiledExpression], [UInt8]) = (builder.expressions, [])
        for (number, transitions) in transitions.enumerated() where rows.count <= Self.rowLimit {
            guard let transitions else { continue }
            expressions[number].row = Int32(rows.count)
            rows += transitions.row(of: alphabet)
        }
        self.transitions = transitions
        self.expressions = expressions
        self.rows = rows
        needs = builder.needs
    }

    /// Working memory for ``match(_:in:)``.
    package func makeScratch() -> MatchScratch {
        MatchScratch(
            owner: identity,
            literalCount: automaton.literalCount,
            ruleCount: rules.count,
            clauseCount: clauses.count,
            expressionCount: transitions.count
        )
    }

    /// Whether working memory is of this matcher.
    func owns(_ scratch: borrowing MatchScratch) -> Bool { scratch.owner === identity }

    /// Leaves in the scratch the rules that match, and those that only a `none` keyword stopped.
    package func match(_ text: NormalizedText, in scratch: inout MatchScratch) {
        match(text.folded.span, trimmed: text.trimmed, raw: text.raw.span, in: &scratch)
    }

    /// The same of a text in borrowed memory: L2, the range of it that is L2t, and L1.
    func match(
        _ text: Span<Unicode.Scalar>,
        trimmed: Range<Int>,
        raw: Span<Unicode.Scalar>,
        in scratch: inout MatchScratch
    ) {
        // Another matcher's memory has other sizes, for which indices are not checked again, and other answers.
        if scratch.owner !== identity { scratch = makeScratch() }
        scratch.begin()
        automaton.scan(text, into: &scratch.literals)
        useLiterals(in: &scratch)
        let whole = automaton.wholeNumber(of: text.extracting(trimmed))
        if whole >= 0 { acceptWhole(whole, in: &scratch) }
        for index in unconditional.indices { scratch.addCandidate(unconditional[index]) }
        for index in scratch.candidates.indices { judge(scratch.candidates[index], text, raw, &scratch) }
    }

    /// Takes what every literal that occurs means for the clauses.
    private func useLiterals(in scratch: inout MatchScratch) {
        let uses = uses.span
        for place in 0..<scratch.literals.count {
            let found = scratch.literals.found[place]
            var index = Int(found.firstUse)
            while index >= 0 {
                // A literal's first use is one, and so is the next of one that is not the last.
                let use = unsafe uses[unchecked: index]
                take(use, of: found.literal, in: &scratch)
                index = use.isLast ? -1 : index &+ 1
            }
        }
    }

    @inline(__always)
    private func take(_ use: LiteralUse, of literal: Int32, in scratch: inout MatchScratch) {
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

    /// Takes what a whole-message keyword means for the clauses.
    private func acceptWhole(_ whole: Int32, in scratch: inout MatchScratch) {
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
