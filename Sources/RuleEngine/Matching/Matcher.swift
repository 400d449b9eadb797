/// Finds the rules whose clauses match a message.
///
/// Made once for a rule set and never changed. One pass over the message finds all keywords and all literals that
/// regular expressions require; only clauses that can match are judged.
package struct Matcher: Sendable {
    let rules: [Rule]
    let automaton: KeywordAutomaton
    let clauses: [CompiledClause]
    /// For each rule its first clause.
    let firstClause: [Int32]
    let conditions: [ClauseConditions]
    /// For each literal where its uses begin; one more than there are literals.
    let useStarts: [Int32]
    let uses: [LiteralUse]
    /// For each whole-message keyword the clauses that ask for it.
    let wholeUses: [[Int32]]
    /// The clauses that no literal has to make match.
    let unconditional: [Int32]
    let alphabet: PatternAlphabet
    /// The expressions by number; nil for those that only ``PatternMachine`` can run.
    let transitions: [PatternTransitions?]

    /// Compiles the clauses of all rules for texts.
    package init(rules: [Rule]) {
        self.init(MatcherBuilder(rules), rules: rules)
    }

    private init(_ builder: MatcherBuilder, rules: [Rule]) {
        self.rules = rules
        automaton = builder.keywords.build()
        clauses = builder.clauses
        firstClause = builder.firstClause
        conditions = builder.conditions
        (useStarts, uses) = builder.uses(literalCount: automaton.literalCount)
        wholeUses = builder.wholeUses
        unconditional = builder.unconditional
        let programs = builder.programs
        let alphabet = PatternAlphabet(programs.compactMap(\.self))
        self.alphabet = alphabet
        transitions = programs.map { $0.flatMap { PatternTransitions($0, in: alphabet) } }
    }

    /// Working memory for ``match(_:in:)``.
    package func makeScratch() -> MatchScratch {
        MatchScratch(
            literalCount: automaton.literalCount,
            ruleCount: rules.count,
            clauseCount: clauses.count,
            expressionCount: transitions.count
        )
    }

    /// Leaves in the scratch the rules that match, and those that only a `none` keyword stopped.
    package func match(_ text: NormalizedText, in scratch: inout MatchScratch) {
        scratch.begin()
        let whole = automaton.scan(text.folded, trimmed: text.trimmed, into: &scratch.literals)
        for index in scratch.literals.found.indices { use(scratch.literals.found[index], in: &scratch) }
        if whole >= 0 {
            for clause in wholeUses[Int(whole)] { accept(clause, in: &scratch) }
        }
        for clause in unconditional { scratch.addCandidate(clause) }
        for index in scratch.candidates.indices { judge(scratch.candidates[index], text, &scratch) }
    }

    private func use(_ literal: Int32, in scratch: inout MatchScratch) {
        for index in Int(useStarts[Int(literal)])..<Int(useStarts[Int(literal) + 1]) {
            let use = uses[index]
            let clause = clauses[Int(use.clause)]
            guard clause.conditions < 0 else {
                scratch.addCandidate(use.clause)
                continue
            }
            guard use.place == .anywhere || scratch.literals.contains(literal, at: use.place) else { continue }
            scratch.keep(
                RuleHit(
                    rule: clause.rule,
                    clause: clause.index,
                    tier: .keyword,
                    length: use.length,
                    keyword: use.keyword
                )
            )
        }
    }

    private func accept(_ number: Int32, in scratch: inout MatchScratch) {
        let clause = clauses[Int(number)]
        guard clause.conditions < 0 else { return scratch.addCandidate(number) }
        scratch.keep(RuleHit(rule: clause.rule, clause: clause.index, tier: .exact, length: 0, keyword: -1))
    }
}
