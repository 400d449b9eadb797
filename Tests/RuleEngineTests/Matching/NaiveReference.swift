import LinearRegex

@testable import RuleEngine

/// The matching semantics of RULES C4, written down without any thought of speed.
struct NaiveReference {
    struct Finding: Equatable {
        let rule: String
        let clause: Int
        let tier: MatchTier
        let length: Int
    }

    let rules: [Rule]

    /// The best clause of every rule that matches, in file order.
    func findings(in text: NormalizedText) -> [Finding] {
        rules.compactMap { rule in
            let found = rule.clauses.compactMap { finding(rule, $0, text) }
            return found.max { left, right in
                if left.tier != right.tier { return left.tier < right.tier }
                if left.length != right.length { return left.length < right.length }
                return left.clause > right.clause
            }
        }
    }

    /// The rule that answers a message, if every rule is live and unconditional.
    func winner(for text: NormalizedText) -> String? {
        let order = Dictionary(uniqueKeysWithValues: rules.map { ($0.id, $0) })
        return findings(in: text)
            .min { left, right in
                guard let first = order[left.rule], let second = order[right.rule] else { return false }
                if first.priority != second.priority { return first.priority > second.priority }
                if left.tier != right.tier { return left.tier > right.tier }
                if left.length != right.length { return left.length > right.length }
                return first.order < second.order
            }?
            .rule
    }

    private func finding(_ rule: Rule, _ clause: MatchClause, _ text: NormalizedText) -> Finding? {
        let folded = text.folded
        var lengths: [Int] = []
        if !clause.exact.isEmpty, !clause.exact.contains(where: { $0.folded == Array(folded[text.trimmed]) }) {
            return nil
        }
        for (keywords, place) in [(clause.prefix, Place.start), (clause.suffix, .end), (clause.any, .anywhere)]
        where !keywords.isEmpty {
            let found = keywords.filter { occurs($0.folded, in: folded, at: place) }.map(\.folded.count)
            guard let longest = found.max() else { return nil }
            lengths.append(longest)
        }
        guard clause.all.allSatisfy({ occurs($0.folded, in: folded, at: .anywhere) }) else { return nil }
        guard !clause.none.contains(where: { occurs($0.folded, in: folded, at: .anywhere) }) else { return nil }
        for pattern in clause.patterns {
            guard pattern.pattern.firstMatch(in: pattern.isRaw ? text.raw : folded) != nil else { return nil }
        }
        let tier: MatchTier =
            !clause.exact.isEmpty ? .exact : lengths.isEmpty && clause.all.isEmpty ? .pattern : .keyword
        let length = (lengths.max() ?? 0) + clause.all.map(\.folded.count).reduce(0, +)
        return Finding(rule: rule.id, clause: clause.number, tier: tier, length: tier == .keyword ? length : 0)
    }

    enum Place {
        case start
        case end
        case anywhere
    }

    private func occurs(_ keyword: [Unicode.Scalar], in text: [Unicode.Scalar], at place: Place) -> Bool {
        guard keyword.count <= text.count else { return false }
        let last = text.count - keyword.count
        let starts: [Int] =
            switch place {
            case .start: [0]
            case .end: [last]
            case .anywhere: Array(0...last)
            }
        return starts.contains { start in
            let end = start + keyword.count
            guard Array(text[start..<end]) == keyword else { return false }
            let cutsBefore = start > 0 && isWord(text[start - 1]) && isWord(text[start])
            let cutsAfter = end < text.count && isWord(text[end - 1]) && isWord(text[end])
            return !cutsBefore && !cutsAfter
        }
    }

    private func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
}
