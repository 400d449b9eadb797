/// A clause as the matcher sees it: small, because a rule set may have a hundred thousand.
struct CompiledClause: Sendable {
    /// The rule's index in the rules that the matcher was made of.
    let rule: Int32
    /// The clause's index in its rule.
    let index: Int32
    /// Where its conditions are; negative when one hit of one of its keywords is all it asks for.
    let conditions: Int32
    /// The number of the one regular expression that is all it asks for; else negative.
    let expression: Int32
}

/// What a clause asks for beyond one keyword, with its literals replaced by their numbers in the automaton.
///
/// A class, so that looking at it costs one reference and not one for each of its lists.
final class ClauseConditions: Sendable {
    /// Keywords of which the longest that occurs at a place counts; one must occur unless there are none.
    struct Group: Sendable {
        let place: LiteralHits.Place
        let literals: [Int32]
        let lengths: [Int32]
    }

    /// One expression.
    struct Expression: Sendable {
        /// Its number among the matcher's expressions.
        let number: Int
        /// Literals of which one must occur; empty when there are no such.
        let triggers: [Int32]
    }

    /// `prefix`, `suffix` and `any`, as far as the clause has them.
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

    /// Literals of which at least one occurs wherever the clause matches; empty when no literal has to occur.
    var triggers: [Int32] {
        if let first = all.first { return [first] }
        if let last = groups.last { return last.literals }
        return expressions.lazy.map(\.triggers).first { !$0.isEmpty } ?? []
    }
}

extension ClauseConditions.Group {
    /// The longest keyword that occurs, of equally long ones the first written; nil when none does.
    func longest(in hits: borrowing LiteralHits) -> Int? {
        var best = -1
        for index in literals.indices where hits.contains(literals[index], at: place) {
            if best < 0 || lengths[index] > lengths[best] { best = index }
        }
        return best < 0 ? nil : best
    }
}

/// What a hit of a literal means for one clause.
///
/// Sixteen bytes, because fetching these is a part of every hit.
struct LiteralUse: Sendable {
    /// The rule's index, or the complement of the clause's number where the clause asks for more than this literal.
    let rule: Int32
    /// The clause's index in its rule.
    let clause: Int32
    /// The literal's length in code points.
    let length: Int32
    /// The keyword's index, and in the three lowest bits the place and whether this is the literal's last use.
    private var packed: Int32

    /// - Parameters:
    ///   - rule: The rule's index, or the complement of the clause's number.
    ///   - clause: The clause's index in its rule.
    ///   - length: The literal's length in code points.
    ///   - keyword: The keyword's index in the clause's only list.
    ///   - place: Where it must stand, if that alone makes the clause match.
    init(rule: Int32, clause: Int32, length: Int32, keyword: Int32, place: LiteralHits.Place) {
        self.rule = rule
        self.clause = clause
        self.length = length
        packed = keyword << 3 | Int32(place.rawValue) << 1
    }

    /// The keyword's index in the clause's only list.
    var keyword: Int32 { packed >> 3 }
    /// Where it must stand, if that alone makes the clause match.
    var place: LiteralHits.Place { LiteralHits.Place(rawValue: UInt8(packed >> 1 & 3)) ?? .anywhere }
    /// Whether the next one is another literal's.
    var isLast: Bool {
        get { packed & 1 != 0 }
        set { packed = packed & ~1 | (newValue ? 1 : 0) }
    }
}
