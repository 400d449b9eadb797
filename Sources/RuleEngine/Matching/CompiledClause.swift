/// A clause as the matcher evaluates it: small, because a rule set may have a hundred thousand.
struct CompiledClause: Sendable {
    /// The index of its rule.
    let rule: Int32
    /// Its index in its rule.
    let index: Int32
    /// Its index in ``Matcher/conditions``; negative when one hit of one of its keywords suffices.
    let conditions: Int32
    /// The number of its regular expression when it has no other condition; else negative.
    let expression: Int32
}

/// The conditions of a clause beyond one keyword, with literals replaced by their numbers in the automaton.
///
/// A class, so that evaluating it costs one reference and not one for each of its lists.
final class ClauseConditions: Sendable {
    /// Keywords, one of which must occur at a place; the longest counts.
    struct Group: Sendable {
        let place: LiteralMatchSet.Place
        let literals: [Int32]
        let lengths: [Int32]

        /// The longest keyword that occurs, of equally long ones the first in the file; nil when none does.
        func longest(in matches: borrowing LiteralMatchSet) -> Int? {
            var best = -1
            for index in literals.indices where matches.contains(literals[index], at: place) {
                if best < 0 || lengths[index] > lengths[best] { best = index }
            }
            return best < 0 ? nil : best
        }
    }

    /// A regular expression.
    struct Expression: Sendable {
        /// Its index in ``Matcher/expressions``.
        let number: Int
        /// Literals, one of which must occur; empty when none is required.
        let triggers: [Int32]
    }

    /// `prefix`, `suffix` and `any`, without empty lists.
    let groups: [Group]
    let all: [Int32]
    /// The length of all keywords under `all` together.
    let allLength: Int32
    let none: [Int32]
    let expressions: [Expression]
    let tier: MatchTier

    init(_ clause: MatchClause, groups: [Group], all: [Int32], none: [Int32], expressions: [Expression]) {
        self.groups = groups
        self.all = all
        allLength = Int32(clause.all.reduce(0) { $0 + $1.folded.count })
        self.none = none
        self.expressions = expressions
        tier = clause.tier
    }

    /// Literals, at least one of which occurs in every match of the clause; empty when none is required.
    var triggers: [Int32] {
        if let first = all.first { return [first] }
        if let last = groups.last { return last.literals }
        return expressions.lazy.map(\.triggers).first { !$0.isEmpty } ?? []
    }
}

/// The meaning of a literal's hit for one clause.
///
/// Sixteen bytes, because every hit fetches one.
struct LiteralUse: Sendable {
    /// The rule's index, or the complement of the clause's number where the clause asks for more than this literal.
    let rule: Int32
    /// The clause's index in its rule; for a clause that asks for more, the greatest number of code points from the
    /// start of a match to the end of the literal, or ``CompiledExpression/unlimited``.
    let clause: Int32
    /// The literal's length in code points; for a clause that asks for more, the least number of them after it.
    let length: Int32
    /// The keyword's index, and in the three lowest bits the place and whether this is the literal's last use.
    private var packed: Int32

    /// A keyword that makes a clause match.
    init(rule: Int32, clause: Int32, length: Int32, keyword: Int32, place: LiteralMatchSet.Place) {
        self.rule = rule
        self.clause = clause
        self.length = length
        packed = keyword << 3 | Int32(place.rawValue) << 1
    }

    /// A literal that makes a clause a candidate, wherever it stands.
    init(candidate number: Int32) {
        self.init(rule: ~number, clause: CompiledExpression.unlimited, length: 0, keyword: 0, place: .anywhere)
    }

    /// A literal that makes the clause of one expression a candidate.
    init(candidate number: Int32, need: CompiledExpression.Need, isAnchored: Bool) {
        let isUnlimited = need.maximumBefore == CompiledExpression.unlimited
        self.init(
            rule: ~number,
            clause: isUnlimited ? CompiledExpression.unlimited : need.maximumBefore + need.length,
            length: need.minimumAfter,
            keyword: 0,
            place: isAnchored && !isUnlimited ? .start : .anywhere
        )
    }

    /// The keyword's index in the clause's only list.
    var keyword: Int32 { packed >> 3 }
    /// The place at which the literal alone makes the clause match; ``LiteralMatchSet/Place/start`` for a clause that
    /// asks for more when its match begins at the start of the text.
    var place: LiteralMatchSet.Place { LiteralMatchSet.Place(rawValue: UInt8(packed >> 1 & 3)) ?? .anywhere }
    /// Whether the next use belongs to another literal.
    var isLast: Bool {
        get { packed & 1 != 0 }
        set { packed = packed & ~1 | (newValue ? 1 : 0) }
    }

    /// For a clause that asks for more, the earliest start of a match with a literal that ends at `end`; -1 when there
    /// is none.
    func start(end: Int32, length textLength: Int32) -> Int32 {
        guard end <= textLength &- length else { return -1 }
        if clause == CompiledExpression.unlimited { return 0 }
        if place == .start { return end <= clause ? 0 : -1 }
        return max(0, end &- clause)
    }
}

/// A regular expression as the matcher evaluates it.
struct CompiledExpression: Sendable {
    /// A literal that may satisfy a group of required literals.
    struct Need: Sendable {
        let literal: Int32
        /// Its length in code points.
        let length: Int32
        /// The greatest number of code points of the match before it; ``unlimited`` when there is no limit.
        let maximumBefore: Int32
        /// The least number of code points of the match after it.
        let minimumAfter: Int32
        /// Whether the next need belongs to another group.
        let endsGroup: Bool
    }

    static let unlimited = Int32.max

    /// Its range of ``Matcher/needs``.
    var needStart: Int32 = 0
    var needEnd: Int32 = 0
    /// The start of its needs behind the first group, whose literals make its clause a candidate.
    var furtherStart: Int32 = 0
    /// The start of its row of character classes; negative when it is not run by classes.
    var row: Int32 = -1
    /// The start of its slots in ``MatchScratch/slots``.
    var slotStart: Int32 = 0
    /// Whether it searches L1.
    var isRaw = false
    /// Whether every match begins at the start of the text.
    var isAnchored = false
    /// Whether the start of the text matters, so that nothing before a match can be skipped.
    var looksAtStart = false
}
