extension ShadowJudge {
    /// Whether a taker's clause matches every message of the piece.
    func inclusion(
        of piece: ShadowPiece,
        _ samples: [[Unicode.Scalar]],
        in taker: TakerIndex.Taker,
        _ hit: TakerHits
    ) -> LanguageInclusion {
        guard let clause = taker.clause else { return .included }
        let wordless = clause.positiveKeys.filter { !isCertain($0, clause, hit) }
        let requirements: [() -> LanguageInclusion] =
            wordless.map { key in { words(key, clause, piece, hit) } }
            + clause.patterns.map { pattern in { self.pattern(pattern, piece, samples) } }
        var verdict = LanguageInclusion.included
        for requirement in requirements {
            switch requirement() {
            case .included: continue
            case .undecided: verdict = .undecided
            case .excluded: return .excluded
            }
        }
        return verdict
    }

    private func isCertain(_ key: MatchClause.WordKey, _ clause: MatchClause, _ hit: TakerHits) -> Bool {
        key == .all ? hit.certainAll.isSuperset(of: clause.all.map(\.folded)) : hit.certain.contains(key)
    }

    /// Whether an expression of the piece always brings a word of the clause with it.
    private func words(
        _ key: MatchClause.WordKey,
        _ clause: MatchClause,
        _ piece: ShadowPiece,
        _ hit: TakerHits
    ) -> LanguageInclusion {
        let patterns = piece.clause?.patterns.filter { !$0.isRaw } ?? []
        let words = hit.possible[key] ?? []
        guard key != .exact, let pattern = patterns.first, !words.isEmpty else { return .excluded }
        let alternatives = key == .all ? clause.all.map { [$0.folded] } : [words]
        return alternatives.reduce(.included) { verdict, words in
            guard verdict != .excluded, let program = WordProgram.program(words, under: key == .all ? .any : key) else {
                return .excluded
            }
            let next = LanguageInclusion(of: pattern.pattern.program, in: program, budget: budget)
            return next == .included ? verdict : next
        }
    }

    /// Whether an expression of a taker matches every message of the piece.
    private func pattern(
        _ outer: RulePattern,
        _ piece: ShadowPiece,
        _ samples: [[Unicode.Scalar]]
    ) -> LanguageInclusion {
        let facts =
            piece.clause == nil ? [Self.anything].compactMap(\.self) : piece.facts.compactMap { program($0, outer) }
        var verdict = LanguageInclusion.excluded
        for fact in facts {
            if fact.isSame { return .included }
            guard matches(outer, fact.example ?? samples.first) else { continue }
            switch LanguageInclusion(of: fact.program, in: outer.pattern.program, budget: budget) {
            case .included: return .included
            case .undecided: verdict = .undecided
            case .excluded: continue
            }
        }
        return verdict
    }

    private struct FactProgram {
        let program: PatternProgram
        /// A message of which the fact is true; nil where samples have to be made.
        let example: [Unicode.Scalar]?
        /// Whether it is the very expression that it is compared with.
        let isSame: Bool
    }

    private static var anything: FactProgram? {
        (try? PatternProgram(.empty, groupCount: 0, sourceLength: 0))
            .map { FactProgram(program: $0, example: nil, isSame: false) }
    }

    private func program(_ fact: ShadowPiece.Fact, _ outer: RulePattern) -> FactProgram? {
        if case .pattern(let inner) = fact {
            guard inner.isRaw == outer.isRaw else { return nil }
            return FactProgram(program: inner.pattern.program, example: nil, isSame: inner.text == outer.text)
        }
        guard !outer.isRaw, let program = WordProgram.program(for: fact) else { return nil }
        return FactProgram(program: program, example: fact.word, isSame: false)
    }

    /// A quick test that most expressions fail; two expressions are only compared when it holds.
    private func matches(_ outer: RulePattern, _ example: [Unicode.Scalar]?) -> Bool {
        guard let example, budget.take(1) else { return false }
        let pattern = outer.pattern
        for literal in pattern.literals where literal.isRequired && literal.role == .run {
            guard example.contains(literal.scalars) else { return false }
        }
        return budget.take(100 + 10 * example.count) && pattern.firstMatch(in: example) != nil
    }
}
