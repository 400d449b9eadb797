import RuleEngine

/// The rules as texts, to find the one that a group of messages probably belongs to.
struct RuleProfiles {
    /// The cosine from which a group belongs to a rule.
    static let belonging = 0.35
    /// The most texts of the traffic that shape one rule's profile.
    static let textLimit = 50

    private var index = CentreIndex()
    private let rules: [Rule]

    /// Profiles rules by their words, examples and titles, and by texts that they took.
    init(_ rules: RuleSet, taken: [Int32: [TextUnits.Reading]], features: TextFeatures, units: inout TextUnits) {
        self.rules = rules.rules
        for rule in rules.rules where rule.isExtensible {
            let keywords = rule.clauses.flatMap(\.listed).prefix(200)
            var written = keywords.map(\.text) + rule.examples.map(\.text)
            if let title = rule.title { written.append(title) }
            var vectors = written.map { text in
                let normalized = TextNormalizer.normalize(text)
                return features.vector(of: units.read(normalized.folded[normalized.trimmed]))
            }
            vectors += (taken[Int32(rule.order)] ?? []).prefix(Self.textLimit).map(features.vector)
            index.add(TextFeatures.sum(vectors), as: rule.order)
        }
    }

    /// The rule that messages with this centre probably belong to.
    func target(of centre: SparseVector) -> MinedGroup.Target {
        guard let near = index.nearest(to: centre), near.cosine >= Self.belonging else { return .newQuestion }
        return .rule(rules[near.place].id, rules[near.place].location)
    }
}

extension MatchClause {
    /// The words of which a message has one or all.
    var listed: [Keyword] {
        var words = exact + prefix
        words += suffix + any
        return words + all
    }
}

extension Rule {
    /// Whether more words make it take more messages of anybody.
    fileprivate var isExtensible: Bool {
        event == .text && stage == .live && !clauses.isEmpty && condition.asked == nil
    }
}
