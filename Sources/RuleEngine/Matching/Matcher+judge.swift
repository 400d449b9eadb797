extension Matcher {
    /// Judges a clause with further conditions: keywords first, then expressions, then `none`.
    ///
    /// `none` comes last so that a veto is reported only where everything else matched.
    func judge(_ number: Int32, _ text: NormalizedText, _ scratch: inout MatchScratch) {
        let compiled = clauses[Int(number)]
        let conditions = conditions[Int(compiled.conditions)]
        guard let length = Self.length(of: conditions, scratch.literals) else { return }
        for index in conditions.expressions.indices where !matches(conditions, index, text, &scratch) { return }
        if let veto = conditions.none.firstIndex(where: { scratch.literals.contains($0) }) {
            scratch.vetoes.append(ClauseVeto(rule: compiled.rule, clause: compiled.index, keyword: Int32(veto)))
            return
        }
        scratch.keep(
            RuleHit(
                rule: compiled.rule,
                clause: compiled.index,
                tier: conditions.tier,
                length: conditions.tier == .keyword ? length : 0,
                keyword: -1
            )
        )
    }

    /// The matched code points of the clause's keywords; nil when one that must occur does not.
    private static func length(of conditions: ClauseConditions, _ literals: borrowing LiteralHits) -> Int32? {
        var longest: Int32 = 0
        for index in conditions.groups.indices {
            guard let found = conditions.groups[index].longest(in: literals) else { return nil }
            longest = max(longest, conditions.groups[index].lengths[found])
        }
        for index in conditions.all.indices where !literals.contains(conditions.all[index]) { return nil }
        return longest + conditions.allLength
    }

    private func matches(
        _ conditions: ClauseConditions,
        _ index: Int,
        _ text: NormalizedText,
        _ scratch: inout MatchScratch
    ) -> Bool {
        for group in conditions.expressions[index].groups.indices
        where !Self.occurs(conditions.expressions[index].groups[group], in: scratch.literals) {
            return false
        }
        let number = conditions.expressions[index].number
        guard let transitions = transitions[number] else {
            let pattern = conditions.expressions[index].pattern
            let scalars = pattern.isRaw ? text.raw : text.folded
            return pattern.pattern.firstMatch(in: scalars, using: &scratch.backtracker) != nil
        }
        if !scratch.isClassified {
            alphabet.classify(text.folded, into: &scratch.classes)
            scratch.isClassified = true
        }
        return scratch.automata[number].matches(transitions, scratch.classes)
    }

    private static func occurs(_ group: [Int32], in literals: borrowing LiteralHits) -> Bool {
        for index in group.indices where literals.contains(group[index]) { return true }
        return false
    }
}
