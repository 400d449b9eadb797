extension Matcher {
    /// The rules that match, and those that only a `none` keyword stopped, with all evidence.
    func report(on text: NormalizedText) -> MatchReport {
        var scratch = makeScratch()
        match(text, in: &scratch)
        let matches = scratch.hits.sorted { $0.rule < $1.rule }
            .map { evidence(of: $0, in: text, scratch).capturing(from: rules, text) }
        return MatchReport(matches: matches, vetoes: vetoes(in: scratch))
    }

    /// What matched, without captures, while the scratch still holds the message.
    func evidence(of hit: RuleHit, in text: NormalizedText, _ scratch: MatchScratch) -> RuleMatch {
        let clause = rules[Int(hit.rule)].clauses[Int(hit.clause)]
        return RuleMatch(
            rule: Int(hit.rule),
            clause: clause.number,
            tier: hit.tier,
            length: Int(hit.length),
            matched: matched(by: hit, clause, text, scratch),
            captures: [:]
        )
    }

    /// The rules that only a `none` keyword stopped, in file order, each with the first such keyword.
    func vetoes(in scratch: MatchScratch) -> [RuleVeto] {
        var vetoes: [RuleVeto] = []
        let stopped = scratch.vetoes.sorted { ($0.rule, $0.clause) < ($1.rule, $1.clause) }
        for veto in stopped where vetoes.last?.rule != Int(veto.rule) && !scratch.matches(rule: veto.rule) {
            let keyword = rules[Int(veto.rule)].clauses[Int(veto.clause)].none[Int(veto.keyword)]
            vetoes.append(RuleVeto(rule: Int(veto.rule), keyword: keyword.text))
        }
        return vetoes
    }

    private func matched(
        by hit: RuleHit,
        _ clause: MatchClause,
        _ text: NormalizedText,
        _ scratch: MatchScratch
    ) -> [String] {
        let lists = clause.lists.map(\.1).filter { !$0.isEmpty }
        if hit.keyword >= 0 { return lists.first.map { [$0[Int(hit.keyword)].text] } ?? [] }
        let whole = text.folded[text.trimmed]
        var matched: [String] = []
        if let keyword = clause.exact.first(where: { whole.elementsEqual($0.folded) }) { matched.append(keyword.text) }
        guard let number = conditionsNumber(of: hit) else { return matched }
        for (group, keywords) in zip(conditions[number].groups, lists) {
            guard let index = group.longest(in: scratch.literals) else { continue }
            matched.append(keywords[index].text)
        }
        return matched + clause.all.map(\.text) + clause.patterns.map(\.text)
    }

    /// Clauses are numbered in file order, so that a rule's lie together.
    private func conditionsNumber(of hit: RuleHit) -> Int? {
        let number = Int(firstClause[Int(hit.rule)] + hit.clause)
        return clauses[number].conditions < 0 ? nil : Int(clauses[number].conditions)
    }
}

extension RuleMatch {
    /// The match with the named captures of its clause, in the customer's own spelling.
    func capturing(from rules: [Rule], _ text: NormalizedText) -> RuleMatch {
        let patterns = rules[rule].clauses[clause - 1].patterns
        guard !patterns.isEmpty else { return self }
        var captures: [String: String] = [:]
        for pattern in patterns where !pattern.pattern.groupNames.isEmpty {
            captures.merge(pattern.captures(in: text) ?? [:]) { first, _ in first }
        }
        return RuleMatch(rule: rule, clause: clause, tier: tier, length: length, matched: matched, captures: captures)
    }
}
