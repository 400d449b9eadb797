/// Literals that a text must contain for a pattern to match in it.
///
/// Every group must be satisfied by at least one of its fragments, anywhere in the text.
package struct RequiredLiterals: Sendable {
    /// A literal, and the parts of a match before and after it.
    package struct Fragment: Sendable {
        package var text: [Unicode.Scalar]
        /// The greatest number of code points of the match before it; nil when there is no limit.
        package var maximumBefore: Int?
        /// The least number of code points of the match after it.
        package var minimumAfter: Int

        fileprivate func followed(by length: Int) -> Fragment {
            var moved = self
            moved.minimumAfter += length
            return moved
        }

        fileprivate func preceded(by length: Int?) -> Fragment {
            var moved = self
            moved.maximumBefore = Requirement.sum(maximumBefore, length)
            return moved
        }

        /// The fragment with a start of its text that is long enough to tell.
        fileprivate var cut: Fragment {
            Fragment(
                text: Array(text.prefix(lengthLimit)),
                maximumBefore: maximumBefore,
                minimumAfter: minimumAfter + max(0, text.count - lengthLimit)
            )
        }
    }

    /// A group of more alternatives rules out too little.
    fileprivate static let groupLimit = 64
    private static let lengthLimit = 16

    /// The groups, the most selective first; empty when the pattern may match in any text.
    package let groups: [[Fragment]]

    /// The most selective group, and the others that are worth looking for.
    ///
    /// One of the ten digits is in every tenth message, and to look for all of them takes longer than to search for the
    /// pattern.
    package var selectiveGroups: [[Fragment]] {
        let further = groups.dropFirst()
            .filter { group in group.count < 5 * (group.map(\.text.count).min() ?? 0) }
        return groups.prefix(1) + further
    }

    /// Derives the literals from a parsed pattern.
    static func extract(from root: SyntaxNode) -> RequiredLiterals {
        let requirement = Requirement(root)
        let groups = (requirement.groups + requirement.spelledGroup).map { $0.map(\.cut) }
        let sorted = groups.enumerated()
            .sorted { left, right in
                let (first, second) = (selectivity(of: left.element), selectivity(of: right.element))
                return first != second ? first > second : left.offset < right.offset
            }
        return RequiredLiterals(groups: sorted.map(\.element))
    }

    /// A group is satisfied by chance less often if it has fewer literals and its shortest one is longer.
    fileprivate static func selectivity(of group: [Fragment]) -> Int {
        let shortest = group.map(\.text.count).min() ?? 0
        return 16 * min(shortest, 4) - group.count
    }
}

/// The requirement of a part of a pattern on a text, and the length of its matches.
private struct Requirement {
    typealias Fragment = RequiredLiterals.Fragment

    /// More texts than this are not spelled out.
    private static let spelledLimit = 32
    /// A set of more characters than this is not spelled out.
    private static let setLimit = 16
    /// Lengths from here on count as this one.
    private static let lengthLimit = 1 << 20

    /// All texts that the part can match, where they are few.
    var spelled: [[Unicode.Scalar]]?
    var groups: [[Fragment]] = []
    var minimumLength = 0
    /// Nil when there is no limit.
    var maximumLength: Int?

    /// The spelled texts as a group, if they require anything.
    var spelledGroup: [[Fragment]] {
        guard let spelled, !spelled.isEmpty, spelled.count <= RequiredLiterals.groupLimit,
            !spelled.contains(where: \.isEmpty)
        else { return [] }
        return [spelled.map { Fragment(text: $0, maximumBefore: 0, minimumAfter: 0) }]
    }

    init(_ node: SyntaxNode) {
        switch node {
        case .empty, .start, .end: self.init(spelling: [[]])
        case .scalar(let scalar): self.init(spelling: [[scalar]])
        case .set(let set):
            self.init(spelled: set.scalars(upTo: Self.setLimit)?.map { [$0] }, minimumLength: 1, maximumLength: 1)
        case .capture(_, let body): self.init(body)
        case .sequence(let items): self.init(sequence: items.map(Self.init))
        case .alternatives(let branches): self.init(alternatives: branches.map(Self.init))
        case .repetition(let body, let count): self.init(Self(body), times: count)
        }
    }

    private init(
        spelled: [[Unicode.Scalar]]?,
        groups: [[Fragment]] = [],
        minimumLength: Int,
        maximumLength: Int?
    ) {
        self.spelled = spelled
        self.groups = groups
        self.minimumLength = min(minimumLength, Self.lengthLimit)
        self.maximumLength = maximumLength.flatMap { $0 < Self.lengthLimit ? $0 : nil }
    }

    private init(spelling texts: [[Unicode.Scalar]]) {
        let lengths = texts.map(\.count)
        self.init(spelled: texts, minimumLength: lengths.min() ?? 0, maximumLength: lengths.max() ?? 0)
    }

    /// Neighbours that are spelled out become one literal.
    private init(sequence items: [Requirement]) {
        var parts: [Requirement] = []
        for item in items {
            if let joined = parts.last?.joined(to: item) {
                parts[parts.count - 1] = joined
            } else {
                parts.append(item)
            }
        }
        if parts.count == 1 {
            self = parts[0]
            return
        }
        self.init(spelled: parts.isEmpty ? [[]] : nil, minimumLength: 0, maximumLength: 0)
        for part in parts {
            groups = groups.map { $0.map { $0.followed(by: part.minimumLength) } }
            groups += (part.groups + part.spelledGroup).map { $0.map { $0.preceded(by: maximumLength) } }
            minimumLength = min(minimumLength + part.minimumLength, Self.lengthLimit)
            maximumLength = Self.sum(maximumLength, part.maximumLength)
        }
    }

    private func joined(to next: Requirement) -> Requirement? {
        guard let spelled, let other = next.spelled, groups.isEmpty, next.groups.isEmpty,
            spelled.count * other.count <= Self.spelledLimit
        else { return nil }
        return Requirement(spelling: spelled.flatMap { start in other.map { start + $0 } })
    }

    private init(alternatives branches: [Requirement]) {
        let spelled = branches.compactMap(\.spelled)
        if spelled.count == branches.count, spelled.joined().count <= Self.spelledLimit {
            self.init(spelling: Array(spelled.joined()))
            return
        }
        let best = branches.compactMap { branch in
            (branch.groups + branch.spelledGroup)
                .max { RequiredLiterals.selectivity(of: $0) < RequiredLiterals.selectivity(of: $1) }
        }
        let union = Array(best.joined())
        let isSelective = best.count == branches.count && union.count <= RequiredLiterals.groupLimit
        let lengths = branches.compactMap(\.maximumLength)
        self.init(
            spelled: nil,
            groups: isSelective ? [union] : [],
            minimumLength: branches.map(\.minimumLength).min() ?? 0,
            maximumLength: lengths.count == branches.count ? lengths.max() : nil
        )
    }

    private init(_ body: Requirement, times count: SyntaxNode.Repetition) {
        let (least, _) = count.minimum.multipliedReportingOverflow(by: body.minimumLength)
        let most = count.maximum.flatMap { times in body.maximumLength.map { $0 * times } }
        self.init(spelled: nil, minimumLength: least, maximumLength: body.maximumLength == 0 ? 0 : most)
        if count.minimum == 0 {
            guard count.maximum == 1, let texts = body.spelled, texts.count < Self.spelledLimit else { return }
            spelled = texts + [[]]
        } else if count.minimum == 1, count.maximum == 1 {
            self = body
        } else {
            // These are the literals of the first iteration; the others follow it.
            let others = minimumLength - body.minimumLength
            groups = (body.groups + body.spelledGroup).map { $0.map { $0.followed(by: others) } }
        }
    }

    static func sum(_ first: Int?, _ second: Int?) -> Int? {
        guard let first, let second, first + second < lengthLimit else { return nil }
        return first + second
    }
}
