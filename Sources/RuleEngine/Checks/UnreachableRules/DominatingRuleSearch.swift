/// Judges whether other rules take all messages of a piece (RULES C6).
struct ShadowJudge {
    let index: TakerIndex
    let budget: LintBudget

    /// The first taker of the piece, by rank; else one that may be.
    func verdict(on piece: ShadowPiece, of rule: Rule) -> ShadowVerdict {
        let samples = samples(of: piece)
        let hits = hits(in: piece, of: rule, samples)
        var possible: ShadowReason?
        for number in candidates(for: piece, of: rule, hits) {
            let taker = index.takers[number]
            let hit = hits[number] ?? TakerHits()
            guard budget.take(1), taker.rule.isPresent(whenever: rule), outranks(taker, hit, piece, rule) else {
                continue
            }
            let reason = ShadowReason(
                taker: taker.rule,
                clause: taker.clause,
                word: hit.word,
                subject: piece.subject
            )
            switch inclusion(of: piece, samples, in: taker, hit) {
            case .included: return .shadowed(by: reason)
            case .undecided: possible = possible ?? reason
            case .excluded: continue
            }
        }
        return possible.map { .undecided(by: $0) } ?? .open
    }

    /// The clauses that may take the piece, the higher rank first.
    private func candidates(for piece: ShadowPiece, of rule: Rule, _ hits: [Int: TakerHits]) -> [Int] {
        // Expressions rank below words of the same priority.
        let mayBeWordless = piece.tier <= .pattern || index.highestWordlessPriority > rule.priority
        return (Array(hits.keys) + (mayBeWordless ? index.wordless : [])).sorted()
    }

    /// Texts that match the expressions of a piece.
    func samples(of piece: ShadowPiece) -> [[Unicode.Scalar]] {
        guard let clause = piece.clause else { return [["好"], ["x"], ["1"], ["?"]] }
        return clause.patterns.first.map { PatternSamples.texts(of: $0.pattern, budget: budget) } ?? []
    }

    /// Whether a taker that matches ranks before the piece, whatever the message.
    private func outranks(_ taker: TakerIndex.Taker, _ hit: TakerHits, _ piece: ShadowPiece, _ rule: Rule) -> Bool {
        let tier = taker.clause?.tier ?? .event
        let precedence = Precedence(of: rule, strength: MatchStrength(tier: piece.tier, length: 0))
        let other = Precedence(of: taker.rule, strength: MatchStrength(tier: tier, length: 0))
        guard other > precedence else { return false }
        // Of keywords the longer wins, so only the same word is always level; containment is no reason for a warning.
        return precedence.lossReason(against: other) != .order || tier != .keyword
            || hit.hasSameWord && piece.ranksByWord && taker.clause?.positiveKeys.count == 1
    }
}

extension ShadowJudge {
    private func hits(in piece: ShadowPiece, of rule: Rule, _ samples: [[Unicode.Scalar]]) -> [Int: TakerHits] {
        var hits: [Int: TakerHits] = [:]
        let facts = piece.facts
        for fact in facts {
            guard let word = fact.word else { continue }
            for place in places(in: word, of: piece, rule) {
                for use in index.uses[place.word] {
                    hits[use.taker, default: TakerHits()]
                        .add(fact, index.table.words[place.word], at: place.range, for: use.key)
                }
            }
        }
        for sample in samples {
            for place in index.table.occurrences(in: folded(sample, of: piece)) {
                for use in index.uses[place.word] {
                    hits[use.taker, default: TakerHits()].addPossible(index.table.words[place.word], for: use.key)
                }
            }
        }
        return hits
    }

    /// Where words of takers are in a word; where only the same word matters, no others are looked for.
    private func places(in word: [Unicode.Scalar], of piece: ShadowPiece, _ rule: Rule) -> [WordTable.Occurrence] {
        if index.highestPriority > rule.priority || piece.tier == .pattern, budget.take(word.count) {
            let inner = index.table.occurrences(in: word)
            if word.count <= WordTable.lengthLimit { return inner }
        }
        return index.table.number(of: word).map { [WordTable.Occurrence(word: $0, range: word.indices)] } ?? []
    }

    private func folded(_ sample: [Unicode.Scalar], of piece: ShadowPiece) -> [Unicode.Scalar] {
        guard piece.clause?.patterns.first?.isRaw == true else { return sample }
        return TextNormalizer.normalize(String(sample[...])).folded
    }
}
