/// What one clause says of one message.
enum ClauseVerdict {
    case failed
    case vetoed(RuleVeto)
    case matched(RuleMatch)
}

extension CompiledClause {
    /// Judges a message: keywords first, then expressions, then `none`.
    ///
    /// `none` comes last so that a veto is reported only where everything else matched.
    func evaluate(_ text: NormalizedText, _ hits: KeywordHits) -> ClauseVerdict {
        guard let exact = exactEvidence(in: text), let keywords = keywordEvidence(in: hits) else { return .failed }
        guard let patterns = patternEvidence(in: text) else { return .failed }
        if let veto = none.firstIndex(where: { hits.contains($0, at: .anywhere) }) {
            return .vetoed(RuleVeto(rule: rule, keyword: clause.none[veto].text))
        }
        let tier = clause.tier
        return .matched(
            RuleMatch(
                rule: rule,
                clause: clause.number,
                tier: tier,
                length: tier == .keyword ? keywords.length : 0,
                matched: exact + keywords.matched + clause.patterns.map(\.text),
                captures: patterns
            )
        )
    }

    private func exactEvidence(in text: NormalizedText) -> [String]? {
        guard !clause.exact.isEmpty else { return [] }
        let whole = text.folded[text.trimmed]
        guard let keyword = clause.exact.first(where: { whole.elementsEqual($0.folded) }) else { return nil }
        return [keyword.text]
    }

    private func keywordEvidence(in hits: KeywordHits) -> (length: Int, matched: [String])? {
        let groups: [([Int], [Keyword], KeywordHits.Places)] = [
            (prefix, clause.prefix, .start), (suffix, clause.suffix, .end), (any, clause.any, .anywhere),
        ]
        var longest = 0
        var matched: [String] = []
        for (numbers, keywords, place) in groups where !numbers.isEmpty {
            guard let keyword = Self.longest(of: keywords, numbers, at: place, in: hits) else { return nil }
            longest = max(longest, keyword.folded.count)
            matched.append(keyword.text)
        }
        guard all.allSatisfy({ hits.contains($0, at: .anywhere) }) else { return nil }
        let sum = clause.all.reduce(0) { $0 + $1.folded.count }
        return (longest + sum, matched + clause.all.map(\.text))
    }

    /// The longest keyword that occurs; of equally long ones the first written.
    private static func longest(
        of keywords: [Keyword],
        _ numbers: [Int],
        at place: KeywordHits.Places,
        in hits: KeywordHits
    ) -> Keyword? {
        var best: Keyword?
        for (keyword, number) in zip(keywords, numbers) where hits.contains(number, at: place) {
            if keyword.folded.count > best?.folded.count ?? 0 { best = keyword }
        }
        return best
    }

    private func patternEvidence(in text: NormalizedText) -> [String: String]? {
        var captures: [String: String] = [:]
        for pattern in clause.patterns {
            guard let found = pattern.captures(in: text) else { return nil }
            captures.merge(found) { first, _ in first }
        }
        return captures
    }
}
