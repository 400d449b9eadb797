/// Titles of rules whose keywords resemble a message that no rule answers (RULES C2, `suggest`).
///
/// Nearness is the number of pairs of neighbouring code points that the message shares with a rule's keywords.
struct Suggestions {
    /// The nearest titles, the nearest first; equally near ones in file order.
    let titles: [String]

    /// `excluding` are the rules whose text matched but that a `none` word or a condition ruled out.
    init(for context: DecisionContext, limit: Int, excluding excluded: Set<String>) {
        let said = Self.pairs(of: context.text?.folded ?? [])
        var ranked: [(title: String, shared: Int)] = []
        let suggestible = context.rules.rules.filter {
            Self.isSuggestible($0, in: context) && !excluded.contains($0.id)
        }
        for rule in suggestible {
            guard let title = rule.title, !ranked.contains(where: { $0.title == title }) else { continue }
            let shared = Self.pairs(of: rule).intersection(said).count
            if shared > 0 { ranked.append((title, shared)) }
        }
        // Swift's sort is stable: equal counts keep file order.
        titles = ranked.sorted { $0.shared > $1.shared }.prefix(limit).map(\.title)
    }

    private static func isSuggestible(_ rule: Rule, in context: DecisionContext) -> Bool {
        rule.event == .text && rule.stage == .live && rule.title != nil && context.holds(rule.condition)
    }

    private static func pairs(of rule: Rule) -> Set<UInt64> {
        var pairs: Set<UInt64> = []
        for clause in rule.clauses {
            for keyword in clause.exact + clause.prefix + clause.suffix + clause.any + clause.all {
                pairs.formUnion(Self.pairs(of: keyword.folded))
            }
        }
        return pairs
    }

    private static func pairs(of text: [Unicode.Scalar]) -> Set<UInt64> {
        Set(zip(text, text.dropFirst()).map { UInt64($0.value) << 32 | UInt64($1.value) })
    }
}
