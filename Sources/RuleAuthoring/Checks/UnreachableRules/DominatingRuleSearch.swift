import LinearRegex
import OperatorText
import RuleEngine

/// Searches for a rule that takes every message of a piece (RULES C6).
struct DominatingRuleSearch {
    enum Verdict {
        /// No rule is known to take the messages.
        case reachable
        /// The rule may take all messages, but the proof takes too long.
        case undecided(DominatingRule)
        /// The rule takes all messages.
        case unreachable(DominatingRule)
    }

    let piece: RulePiece
    /// The rule of the piece.
    let rule: Rule
    /// Texts that match the first expression of the piece.
    let samples: [[Unicode.Scalar]]
    let index: DominatingRuleIndex
    let budget: StepBudget

    /// Names the highest-ranking rule that takes every message; else the first that may.
    func verdict() -> Verdict {
        let evidence = evidence()
        // Expressions rank below words of the same priority.
        let mayBeWordless = piece.tier <= .pattern || index.highestWordlessPriority > rule.priority
        let candidates = (Array(evidence.keys) + (mayBeWordless ? index.wordless : [])).sorted()
        var possible: DominatingRule?
        for number in candidates {
            let entry = index.entries[number]
            let words = evidence[number] ?? WordEvidence()
            guard budget.take(1), entry.rule.isPresent(whenever: rule), outranks(entry, evidence: words) else {
                continue
            }
            let dominating = DominatingRule(
                rule: entry.rule,
                clause: entry.clause,
                word: words.word,
                subject: piece.subject
            )
            switch inclusion(in: entry.clause, evidence: words) {
            case .included: return .unreachable(dominating)
            case .undecided: possible = possible ?? dominating
            case .excluded: continue
            }
        }
        return possible.map { .undecided($0) } ?? .reachable
    }

    /// Whether an entry ranks before the piece on every message that both match.
    private func outranks(_ entry: DominatingRuleIndex.Entry, evidence: WordEvidence) -> Bool {
        let tier = entry.clause?.tier ?? .event
        let own = Precedence(of: rule, strength: MatchStrength(tier: piece.tier, length: 0))
        let other = Precedence(of: entry.rule, strength: MatchStrength(tier: tier, length: 0))
        guard other > own else { return false }
        // The longer keyword wins, so only the same word always ties; a word inside another is no reason for a warning.
        return own.lossReason(against: other) != .order || tier != .keyword
            || evidence.hasSameWord && piece.ranksByWord && entry.clause?.positiveKeys.count == 1
    }
}

/// Evidence from words of the entries that the messages of the piece contain.
extension DominatingRuleSearch {
    /// The evidence for each entry that has any, by the number of the entry.
    private func evidence() -> [Int: WordEvidence] {
        var evidence: [Int: WordEvidence] = [:]
        for fact in piece.facts {
            guard let word = fact.word else { continue }
            for place in places(in: word) {
                for use in index.uses[place.word] {
                    evidence[use.entry, default: WordEvidence()]
                        .add(index.table.words[place.word], under: use.key, at: place.range, in: fact)
                }
            }
        }
        let isRaw = piece.clause?.patterns.first?.isRaw == true
        for sample in samples {
            let text = isRaw ? TextNormalizer.normalize(String(sample[...])).folded : sample
            for place in index.table.occurrences(in: text) {
                for use in index.uses[place.word] {
                    evidence[use.entry, default: WordEvidence()]
                        .addPossible(index.table.words[place.word], under: use.key)
                }
            }
        }
        return evidence
    }

    /// The places of words of the entries in a word; only the word itself, where no other can make a difference.
    private func places(in word: [Unicode.Scalar]) -> [WordTable.Occurrence] {
        if index.highestPriority > rule.priority || piece.tier == .pattern, budget.take(word.count),
            word.count <= WordTable.lengthLimit
        {
            return index.table.occurrences(in: word)
        }
        return index.table.number(of: word).map { [WordTable.Occurrence(word: $0, range: word.indices)] } ?? []
    }

    /// The words of one entry's clause in the messages of the piece.
    private struct WordEvidence {
        /// The keys that have a word in every message.
        private(set) var certain: Set<MatchClause.WordKey> = []
        /// The words under `all` that are in every message.
        private(set) var certainAll: Set<[Unicode.Scalar]> = []
        /// The words that are in some messages, in the order of their discovery.
        private(set) var possible: [MatchClause.WordKey: [[Unicode.Scalar]]] = [:]
        /// Whether both have the same word under a key that ranks by length.
        private(set) var hasSameWord = false
        /// The first word found in every message.
        private(set) var word: [Unicode.Scalar]?

        /// Adds a word that the word of a fact contains.
        mutating func add(
            _ word: [Unicode.Scalar],
            under key: MatchClause.WordKey,
            at range: Range<Int>,
            in fact: RulePiece.Fact
        ) {
            let holds =
                switch (key, fact) {
                case (.any, _), (.all, _): true
                case (.exact, .whole(let whole)): range.count == whole.count
                case (.prefix, .starts): range.lowerBound == 0
                case (.suffix, .ends(let end)): range.upperBound == end.count
                default: false
                }
            guard holds else { return }
            self.word = self.word ?? word
            if key == .all { certainAll.insert(word) } else { certain.insert(key) }
            if range.count == fact.word?.count, key != .all { hasSameWord = true }
        }

        /// Adds a word that a sample contains.
        mutating func addPossible(_ word: [Unicode.Scalar], under key: MatchClause.WordKey) {
            if possible[key]?.contains(word) != true { possible[key, default: []].append(word) }
        }
    }
}

/// Inclusion: whether a clause matches every message of the piece.
extension DominatingRuleSearch {
    private func inclusion(in clause: MatchClause?, evidence: WordEvidence) -> LanguageInclusion {
        guard let clause else { return .included }
        let uncertain = clause.positiveKeys.filter { key in
            key == .all
                ? !evidence.certainAll.isSuperset(of: clause.all.map(\.folded)) : !evidence.certain.contains(key)
        }
        // Evaluated one after the other, as each may be slow and one that fails is enough.
        let conditions: [() -> LanguageInclusion] =
            uncertain.map { key in { wordInclusion(under: key, of: clause, possible: evidence.possible[key] ?? []) } }
            + clause.patterns.map { pattern in { patternInclusion(in: pattern) } }
        var verdict = LanguageInclusion.included
        for condition in conditions {
            switch condition() {
            case .included: continue
            case .undecided: verdict = .undecided
            case .excluded: return .excluded
            }
        }
        return verdict
    }

    /// Whether every match of the piece's expression contains a word of the clause under a key.
    private func wordInclusion(
        under key: MatchClause.WordKey,
        of clause: MatchClause,
        possible words: [[Unicode.Scalar]]
    ) -> LanguageInclusion {
        let patterns = piece.clause?.patterns.filter { !$0.isRaw } ?? []
        guard key != .exact, let pattern = patterns.first, !words.isEmpty else { return .excluded }
        let alternatives = key == .all ? clause.all.map { [$0.folded] } : [words]
        return alternatives.reduce(.included) { verdict, words in
            guard verdict != .excluded, let program = WordProgram.program(words, under: key == .all ? .any : key) else {
                return .excluded
            }
            let next = pattern.pattern.nfa.inclusion(in: program, budget: budget)
            return next == .included ? verdict : next
        }
    }

    /// Whether an expression of the clause matches every message of the piece.
    private func patternInclusion(in outer: RulePattern) -> LanguageInclusion {
        guard piece.clause != nil else {
            let anything = try? NFA.compile(.empty)
            return anything.map { inclusion(of: $0, in: outer, example: samples.first) } ?? .excluded
        }
        var verdict = LanguageInclusion.excluded
        for fact in piece.facts {
            // Expressions on different forms of the message cannot be compared.
            if case .pattern(let inner) = fact, inner.isRaw != outer.isRaw { continue }
            if case .pattern(let inner) = fact, inner.text == outer.text { return .included }
            if fact.word != nil, outer.isRaw { continue }
            guard let program = WordProgram.program(for: fact) else { continue }
            switch inclusion(of: program, in: outer, example: fact.word ?? samples.first) {
            case .included: return .included
            case .undecided: verdict = .undecided
            case .excluded: continue
            }
        }
        return verdict
    }

    /// Whether an expression matches every text that a program matches; first tries one such text, which rules out most.
    private func inclusion(
        of program: NFA,
        in outer: RulePattern,
        example: [Unicode.Scalar]?
    ) -> LanguageInclusion {
        let pattern = outer.pattern
        guard let example, budget.take(1) else { return .excluded }
        for literal in pattern.literals where literal.isRequired && literal.role == .run {
            guard example.contains(literal.scalars) else { return .excluded }
        }
        guard budget.take(100 + 10 * example.count), pattern.firstMatch(in: example) != nil else { return .excluded }
        return program.inclusion(in: pattern.nfa, budget: budget)
    }
}
