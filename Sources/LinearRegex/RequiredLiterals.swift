/// What a part of a pattern requires of a text, and how long its matches are.
struct PatternRequirement {
    typealias Fragment = PatternFragments.Fragment

    /// More texts than this are not spelled out.
    private static let spelledLimit = 32
    /// A set of more characters than this is not spelled out.
    private static let setLimit = 16
    /// Lengths from here on count as this one.
    private static let lengthLimit = 1 << 20

    /// All texts that the part can match, where they are few.
    var spelled: [PatternFragments.Literal]?
    var groups: [[Fragment]] = []
    var minimumLength = 0
    /// Nil when there is no limit.
    var maximumLength: Int?

    /// The texts that are spelled out as a group, if they require anything.
    var spelledGroup: [[Fragment]] {
        guard let spelled, !spelled.isEmpty, spelled.count <= PatternFragments.groupLimit,
            !spelled.contains(where: \.isEmpty)
        else { return [] }
        return [spelled.map { Fragment(text: $0, maximumBefore: 0, minimumAfter: 0) }]
    }

    init(_ node: PatternNode) {
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
        spelled: [PatternFragments.Literal]?,
        groups: [[Fragment]] = [],
        minimumLength: Int,
        maximumLength: Int?
    ) {
        self.spelled = spelled
        self.groups = groups
        self.minimumLength = min(minimumLength, Self.lengthLimit)
        self.maximumLength = maximumLength.flatMap { $0 < Self.lengthLimit ? $0 : nil }
    }

    private init(spelling texts: [PatternFragments.Literal]) {
        let lengths = texts.map(\.count)
        self.init(spelled: texts, minimumLength: lengths.min() ?? 0, maximumLength: lengths.max() ?? 0)
    }
}

extension PatternRequirement {
    /// Neighbours that are spelled out become one literal.
    private init(sequence items: [PatternRequirement]) {
        var parts: [PatternRequirement] = []
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

    private func joined(to next: PatternRequirement) -> PatternRequirement? {
        guard let spelled, let other = next.spelled, groups.isEmpty, next.groups.isEmpty,
            spelled.count * other.count <= Self.spelledLimit
        else { return nil }
        return PatternRequirement(spelling: spelled.flatMap { start in other.map { start + $0 } })
    }

    private init(alternatives branches: [PatternRequirement]) {
        let spelled = branches.compactMap(\.spelled)
        if spelled.count == branches.count, spelled.joined().count <= Self.spelledLimit {
            self.init(spelling: Array(spelled.joined()))
            return
        }
        let best = branches.compactMap { branch in
            (branch.groups + branch.spelledGroup).max { PatternFragments.weight($0) < PatternFragments.weight($1) }
        }
        let union = Array(best.joined())
        let isTelling = best.count == branches.count && union.count <= PatternFragments.groupLimit
        let lengths = branches.compactMap(\.maximumLength)
        self.init(
            spelled: nil,
            groups: isTelling ? [union] : [],
            minimumLength: branches.map(\.minimumLength).min() ?? 0,
            maximumLength: lengths.count == branches.count ? lengths.max() : nil
        )
    }

    private init(_ body: PatternRequirement, times count: PatternRepeat) {
        let (least, _) = count.minimum.multipliedReportingOverflow(by: body.minimumLength)
        let most = count.maximum.flatMap { times in body.maximumLength.map { $0 * times } }
        self.init(
            spelled: nil,
            minimumLength: least,
            maximumLength: body.maximumLength == 0 ? 0 : most
        )
        if count.minimum == 0 {
            guard count.maximum == 1, let texts = body.spelled, texts.count < Self.spelledLimit else { return }
            spelled = texts + [[]]
        } else if count.minimum == 1, count.maximum == 1 {
            self = body
        } else {
            // The first round is meant; the others follow it.
            let others = minimumLength - body.minimumLength
            groups = (body.groups + body.spelledGroup).map { $0.map { $0.followed(by: others) } }
        }
    }

    fileprivate static func sum(_ first: Int?, _ second: Int?) -> Int? {
        guard let first, let second, first + second < lengthLimit else { return nil }
        return first + second
    }
}

extension PatternFragments.Fragment {
    fileprivate func followed(by length: Int) -> Self {
        var moved = self
        moved.minimumAfter += length
        return moved
    }

    fileprivate func preceded(by length: Int?) -> Self {
        var moved = self
        moved.maximumBefore = PatternRequirement.sum(maximumBefore, length)
        return moved
    }
}

extension ScalarSet {
    /// All members, if there are no more than that.
    func scalars(upTo limit: Int) -> [Unicode.Scalar]? {
        guard ranges.reduce(0, { $0 + $1.count }) <= limit else { return nil }
        return ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    }
}
