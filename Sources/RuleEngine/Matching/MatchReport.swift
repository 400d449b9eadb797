import LinearRegex

/// The rules that a matcher found in one message.
package struct MatchReport: Sendable {
    /// The rules that match, in file order.
    package let matches: [RuleMatch]
    /// The rules that only a `none` keyword stopped, in file order.
    package let vetoes: [RuleVeto]
}

/// The best evidence of one rule in one message.
package struct RuleMatch: Sendable {
    /// The rule's index in the matcher's rules.
    package let rule: Int
    /// The clause's number in its rule, counted from 1.
    let clause: Int
    package let strength: MatchStrength
    /// The keywords and expressions that matched, as the operator wrote them.
    let matched: [String]
    /// The named captures in the customer's own spelling.
    let captures: [String: String]
}

/// A rule that did not match because of one of its `none` keywords.
package struct RuleVeto: Sendable {
    /// The rule's index in the matcher's rules.
    package let rule: Int
    /// The keyword, as the operator wrote it.
    package let keyword: String
}

extension Matcher {
    /// Finds the rules that match and those that only a `none` keyword stopped, with all evidence.
    package func report(on text: NormalizedText) -> MatchReport {
        var scratch = makeScratch()
        match(text, in: &scratch)
        let matches = scratch.hits.sorted { $0.rule < $1.rule }.map { evidence(of: $0, in: text, scratch: &scratch) }
        return MatchReport(matches: matches, vetoes: vetoes(in: scratch))
    }

    private func evidence(of hit: RuleHit, in text: NormalizedText, scratch: inout MatchScratch) -> RuleMatch {
        RuleMatch(
            rule: Int(hit.rule),
            clause: rules[Int(hit.rule)].clauses[Int(hit.clause)].number,
            strength: hit.strength,
            matched: matched(by: hit, in: text, scratch: scratch),
            captures: captures(of: hit, in: text, using: &scratch)
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

    /// The keywords and expressions that matched, as the operator wrote them; the scratch must still hold the message.
    func matched(by hit: RuleHit, in text: NormalizedText, scratch: borrowing MatchScratch) -> [String] {
        let clause = rules[Int(hit.rule)].clauses[Int(hit.clause)]
        if hit.keyword >= 0 { return clause.listedKeyword(Int(hit.keyword)).map { [$0.text] } ?? [] }
        let whole = text.folded[text.trimmed]
        var matched: [String] = []
        if let keyword = clause.exact.first(where: { whole.elementsEqual($0.folded) }) { matched.append(keyword.text) }
        guard let number = conditionsNumber(of: hit) else { return matched }
        let lists = clause.lists.map(\.1).filter { !$0.isEmpty }
        for (group, keywords) in zip(conditions[number].groups, lists) {
            guard let index = group.longest(in: scratch.literals) else { continue }
            matched.append(keywords[index].text)
        }
        return matched + clause.all.map(\.text) + clause.patterns.map(\.text)
    }

    /// The named captures of the clause that matched, in the customer's own spelling; the scratch must still hold the
    /// message.
    func captures(of hit: RuleHit, in text: NormalizedText, using scratch: inout MatchScratch) -> [String: String] {
        guard let conditions = conditionsNumber(of: hit).map({ conditions[$0] }) else { return [:] }
        var captures: [String: String] = [:]
        for (pattern, expression) in zip(rules[Int(hit.rule)].clauses[Int(hit.clause)].patterns, conditions.expressions)
        where !pattern.pattern.groupNames.isEmpty {
            let found = self.captures(of: pattern, number: expression.number, in: text, using: &scratch)
            captures.merge(found) { first, _ in first }
        }
        return captures
    }

    private func captures(
        of pattern: RulePattern,
        number: Int,
        in text: NormalizedText,
        using scratch: inout MatchScratch
    ) -> [String: String] {
        guard !pattern.isRaw, findCaptures(of: number, in: text.folded.span, using: &scratch) else {
            return pattern.captures(in: text) ?? [:]
        }
        var captures: [String: String] = [:]
        for name in pattern.pattern.groupNames {
            guard let group = pattern.pattern.number(ofGroup: name) else { continue }
            let slot = Int(expressions[number].slotStart) + 2 * group
            let (start, end) = (Int(scratch.slots[slot]), Int(scratch.slots[slot + 1]))
            if start >= 0, end >= 0 { captures[name] = text.original(start..<end) }
        }
        return captures
    }

    /// The index of a hit's conditions; a rule's clauses lie together, in file order.
    private func conditionsNumber(of hit: RuleHit) -> Int? {
        let number = Int(firstClause[Int(hit.rule)] + hit.clause)
        return clauses[number].conditions < 0 ? nil : Int(clauses[number].conditions)
    }
}

extension RulePattern {
    /// The named captures in the customer's own spelling; nil when the expression does not match.
    func captures(in text: NormalizedText) -> [String: String]? {
        guard let match = pattern.firstMatch(in: isRaw ? text.raw : text.folded) else { return nil }
        var captures: [String: String] = [:]
        for name in pattern.groupNames {
            guard let range = match[name] else { continue }
            captures[name] = isRaw ? String(text.raw[range]) : text.original(range)
        }
        return captures
    }
}
