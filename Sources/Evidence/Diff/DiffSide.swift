package import RuleAuthoring
package import RuleEngine

/// One of the two rule sets that a diff compares, with what reports show of it.
package struct DiffSide: Sendable {
    /// The name that the operator gave, such as `git:main` or `rules/`.
    package let name: String
    package let rules: RuleSet
    /// The rule files by their paths.
    package let sources: [String: SourceText]

    package init(name: String, rules: RuleSet, sources: [String: SourceText] = [:]) {
        self.name = name
        self.rules = rules
        self.sources = sources
    }

    /// Whether both sides consist of the same files.
    func hasSameFiles(as other: DiffSide) -> Bool {
        guard !sources.isEmpty, sources.count == other.sources.count else { return false }
        let files: (DiffSide) -> [[Unicode.Scalar]] = { side in
            // The paths differ by the folder in front; their order does not.
            side.sources.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value.allScalars)
        }
        return files(self) == files(other)
    }
}

/// Finds the rules and cases that answered in a decision.
struct AnswerLookup: Sendable {
    /// A case that answered.
    struct Fired {
        /// The rule's id, or `fallback`.
        let id: String
        /// Nil for the fallback.
        let rule: Rule?
        let reply: ReplyCase
    }

    private let rules: [String: Rule]
    private let fallback: Fallback?

    init(_ rules: RuleSet) {
        self.rules = Dictionary(rules.rules.map { ($0.id, $0) }) { first, _ in first }
        fallback = rules.fallback
    }

    func rule(_ id: String) -> Rule? { rules[id] }

    /// The cases that answered, in the order of the walk; none for silence.
    func fired(_ decision: Decision) -> [Fired] {
        guard case .replied(let main) = decision.outcome else { return [] }
        if main == Fallback.id, let fallback, !decision.candidates.contains(where: { $0.rule == main }) {
            return [Fired(id: main, rule: nil, reply: fallback.reply)]
        }
        return decision.candidates.compactMap { candidate in
            guard candidate.fate == .won || candidate.fate == .firedAlso, let rule = rules[candidate.rule] else {
                return nil
            }
            return Fired(id: rule.id, rule: rule, reply: rule.cases[candidate.caseNumber - 1])
        }
    }
}
