/// Literals of which a text must hold some for a pattern to match in it.
///
/// Every group must be satisfied by at least one of its literals, anywhere in the text.
struct PatternFragments: Sendable {
    typealias Literal = [Unicode.Scalar]

    /// More alternatives than this say too little.
    static let groupLimit = 64
    /// More texts than this are not spelled out.
    private static let spelledLimit = 32
    /// A set of more characters than this is not spelled out.
    private static let setLimit = 16
    /// Longer literals are cut: the start says enough.
    private static let lengthLimit = 16

    /// The groups, the most telling first; empty when the pattern may match in any text.
    let groups: [[Literal]]

    init(_ root: PatternNode) {
        let found = Self.finding(root)
        let groups = found.groups + Self.group(found.spelled)
        // The longer the shortest literal and the fewer there are, the seldomer a group is satisfied by chance.
        self.groups = groups.enumerated()
            .sorted { left, right in
                let (first, second) = (Self.weight(left.element), Self.weight(right.element))
                return first != second ? first > second : left.offset < right.offset
            }
            .map(\.element)
    }

    /// What a part of a pattern requires.
    private struct Finding {
        /// All texts that the part can match, where they are few.
        var spelled: [Literal]?
        var groups: [[Literal]] = []
    }

    private static func weight(_ group: [Literal]) -> Int {
        let shortest = group.map(\.count).min() ?? 0
        return 16 * min(shortest, 4) - group.count
    }

    private static func group(_ spelled: [Literal]?) -> [[Literal]] {
        guard let spelled, !spelled.isEmpty, spelled.count <= groupLimit, !spelled.contains(where: \.isEmpty) else {
            return []
        }
        return [spelled.map { Array($0.prefix(lengthLimit)) }]
    }

    private static func finding(_ node: PatternNode) -> Finding {
        switch node {
        case .empty, .start, .end: Finding(spelled: [[]])
        case .scalar(let scalar): Finding(spelled: [[scalar]])
        case .set(let set): Finding(spelled: set.scalars(upTo: setLimit)?.map { [$0] })
        case .capture(_, let body): finding(body)
        case .sequence(let items): finding(ofSequence: items)
        case .alternatives(let branches): finding(ofAlternatives: branches)
        case .repetition(let body, let count): finding(of: body, times: count)
        }
    }

    private static func finding(ofSequence items: [PatternNode]) -> Finding {
        var groups: [[Literal]] = []
        var run: [Literal] = [[]]
        var isWhole = true
        for item in items {
            let found = finding(item)
            groups += found.groups
            if let spelled = found.spelled, run.count * spelled.count <= spelledLimit {
                run = run.flatMap { start in spelled.map { start + $0 } }
            } else {
                isWhole = false
                groups += group(run)
                run = found.spelled ?? [[]]
            }
        }
        if isWhole { return Finding(spelled: run, groups: groups) }
        return Finding(spelled: nil, groups: groups + group(run))
    }

    private static func finding(ofAlternatives branches: [PatternNode]) -> Finding {
        let found = branches.map(finding)
        let spelled = found.compactMap(\.spelled)
        if spelled.count == found.count, spelled.joined().count <= spelledLimit {
            return Finding(spelled: Array(spelled.joined()))
        }
        var union: [Literal] = []
        for branch in found {
            guard let best = (branch.groups + group(branch.spelled)).max(by: { weight($0) < weight($1) }) else {
                return Finding()
            }
            union += best
        }
        return Finding(groups: union.count <= groupLimit ? [union] : [])
    }

    private static func finding(of body: PatternNode, times count: PatternRepeat) -> Finding {
        let found = finding(body)
        if count.minimum == 0 {
            guard count.maximum == 1, let spelled = found.spelled, spelled.count < spelledLimit else {
                return Finding()
            }
            return Finding(spelled: spelled + [[]])
        }
        if count.minimum == 1, count.maximum == 1 { return found }
        return Finding(groups: found.groups + group(found.spelled))
    }
}

extension ScalarSet {
    /// All members, if there are no more than that.
    func scalars(upTo limit: Int) -> [Unicode.Scalar]? {
        guard ranges.reduce(0, { $0 + $1.count }) <= limit else { return nil }
        return ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    }
}
