/// Literals of which a text must hold some for a pattern to match in it.
///
/// Every group must be satisfied by at least one of its fragments, anywhere in the text.
struct PatternFragments: Sendable {
    typealias Literal = [Unicode.Scalar]

    /// A literal and what a match has around it.
    struct Fragment: Sendable {
        var text: Literal
        /// At most so many code points of the match are before it; nil when there is no limit.
        var maximumBefore: Int?
        /// At least so many are after it.
        var minimumAfter: Int
    }

    /// More alternatives than this say too little.
    static let groupLimit = 64
    /// Longer literals are cut: the start says enough.
    private static let lengthLimit = 16

    /// The groups, the most telling first; empty when the pattern may match in any text.
    let groups: [[Fragment]]

    init(_ root: PatternNode) {
        let requirement = PatternRequirement(root)
        let groups = (requirement.groups + requirement.spelledGroup).map { $0.map(Self.cut) }
        // The longer the shortest literal and the fewer there are, the seldomer a group is satisfied by chance.
        self.groups = groups.enumerated()
            .sorted { left, right in
                let (first, second) = (Self.weight(left.element), Self.weight(right.element))
                return first != second ? first > second : left.offset < right.offset
            }
            .map(\.element)
    }

    /// How much a group tells.
    static func weight(_ group: [Fragment]) -> Int {
        let shortest = group.map(\.text.count).min() ?? 0
        return 16 * min(shortest, 4) - group.count
    }

    private static func cut(_ fragment: Fragment) -> Fragment {
        Fragment(
            text: Array(fragment.text.prefix(lengthLimit)),
            maximumBefore: fragment.maximumBefore,
            minimumAfter: fragment.minimumAfter + max(0, fragment.text.count - lengthLimit)
        )
    }
}
