/// Titles of rules whose keywords resemble a message that no rule answers (RULES C2, `suggest`).
///
/// Nearness is the number of pairs of neighbouring code points that the message shares with a rule's keywords.
struct Suggestions {
    /// A rule that may be suggested.
    private struct Nearby {
        let title: String
        let rule: Int
        let shared: Int
    }

    private var nearest: [Nearby] = []
    private let limit: Int

    /// The nearest titles, the nearest first; equally near ones in file order.
    var titles: [String] { nearest.map(\.title) }

    /// `excluded` are the rules whose text matched but that a `none` word or a condition ruled out.
    init(for context: DecisionContext, limit: Int, excluding excluded: [Exclusion], _ tally: inout RuleTally) {
        self.limit = limit
        guard limit > 0, let text = context.text else { return }
        context.rules.contents.suggestions.count(text.folded, in: &tally)
        let excluded = Set(excluded.map(\.rule))
        for index in tally.counted where isNear(index, tally[index]) {
            let rule = context.rules.contents.rules[index]
            guard !excluded.contains(rule.id), context.mayAnswerSoon(rule), let title = rule.title else { continue }
            insert(Nearby(title: title, rule: index, shared: tally[index]))
        }
        tally.clear()
    }

    /// Whether a rule would be among the nearest.
    private func isNear(_ rule: Int, _ shared: Int) -> Bool {
        guard nearest.count == limit, let last = nearest.last else { return true }
        return (shared, last.rule) > (last.shared, rule)
    }

    /// Each title is there once, for the nearest rule that has it.
    private mutating func insert(_ nearby: Nearby) {
        let isNearer: (Nearby) -> Bool = { (nearby.shared, $0.rule) > ($0.shared, nearby.rule) }
        if let same = nearest.firstIndex(where: { $0.title == nearby.title }) {
            guard isNearer(nearest[same]) else { return }
            nearest.remove(at: same)
        }
        nearest.insert(nearby, at: nearest.firstIndex(where: isNearer) ?? nearest.endIndex)
        nearest = Array(nearest.prefix(limit))
    }
}

extension DecisionContext {
    /// Whether a rule would answer if it were asked now.
    fileprivate func mayAnswerSoon(_ rule: Rule) -> Bool {
        holds(rule.condition) && !isCooling(rule.id) && rule.cases.contains { holds($0.condition) }
    }
}
