import LinearRegex

/// The working memory of a rule set's decisions, owned by the caller and reused for every message.
///
/// It holds caches and space, nothing that changes an answer. Made by ``Matcher/makeScratch()``, one for each task that
/// decides. A matcher that gets the memory of another one, such as after a reload, replaces it.
package struct MatchScratch: Sendable {
    /// The matcher that its sizes and caches belong to.
    let owner: Matcher.Identity
    var literals: LiteralMatchSet
    /// The rules that match the present message, each with its strongest clause.
    package var hits: [RuleHit] = []
    /// The clauses that only a `none` keyword stopped.
    var vetoes: [ClauseVeto] = []
    /// The clauses with further conditions that may match.
    var candidates: [CandidateClause] = []
    /// The present message in the expressions' character classes, from ``classifiedFrom`` to its end.
    var classes: [Int32] = []
    var classifiedFrom = Int.max
    /// For each expression that matches the present message a position before which no match begins; -1 when its
    /// captures are in ``slots``.
    var starts: [Int32]
    /// The captures of the expressions.
    var slots: [Int32]
    var lookahead = LookaheadSearch()
    var dfas: [LazyDFA]
    /// The number of integers that all DFAs hold.
    private var cachedSize = 0
    var backtracker = BoundedBacktracker()
    private var marks: [RuleMark]
    private var clauseMarks: [RuleMark]
    private var generation: UInt32 = 0

    init(for matcher: Matcher) {
        owner = matcher.identity
        literals = LiteralMatchSet(literalCount: matcher.automaton.literalCount)
        let expressionCount = matcher.expressions.count
        dfas = Array(repeating: LazyDFA(), count: expressionCount)
        starts = Array(repeating: 0, count: expressionCount)
        slots = Array(repeating: -1, count: matcher.slotCount)
        marks = Array(repeating: RuleMark(generation: 0, place: 0), count: matcher.rules.count)
        clauseMarks = Array(repeating: RuleMark(generation: 0, place: 0), count: matcher.clauses.count)
    }

    /// Forgets the previous message.
    mutating func begin() {
        literals.begin()
        if !hits.isEmpty { hits.removeAll(keepingCapacity: true) }
        if !vetoes.isEmpty { vetoes.removeAll(keepingCapacity: true) }
        if !candidates.isEmpty { candidates.removeAll(keepingCapacity: true) }
        classifiedFrom = .max
        generation &+= 1
        guard generation == 0 else { return }
        for index in marks.indices { marks[index].generation = 0 }
        for index in clauseMarks.indices { clauseMarks[index].generation = 0 }
        generation = 1
    }

    /// The greatest number of integers that all DFAs hold: 16 MiB.
    private static let cacheLimit = 1 << 22

    /// Counts the growth of a DFA, and empties all of them when they hold too much.
    mutating func noteGrowth(_ growth: Int) {
        cachedSize += growth
        guard cachedSize > Self.cacheLimit else { return }
        cachedSize = 0
        for index in dfas.indices where dfas[index].size > 0 { dfas[index] = LazyDFA() }
    }

    /// Adds a clause to evaluate, once, with the earliest start of a match of its only expression.
    @inline(__always)
    mutating func addCandidate(_ clause: Int32, start: Int32) {
        let mark = clauseMarks[Int(clause)]
        if mark.generation != generation {
            clauseMarks[Int(clause)] = RuleMark(generation: generation, place: Int32(candidates.count))
            candidates.append(CandidateClause(clause: clause, start: start))
        } else if start < candidates[Int(mark.place)].start {
            candidates[Int(mark.place)].start = start
        }
    }

    /// Keeps the strongest clause of each rule.
    mutating func keep(_ hit: RuleHit) {
        let mark = marks[Int(hit.rule)]
        if mark.generation != generation {
            marks[Int(hit.rule)] = RuleMark(generation: generation, place: Int32(hits.count))
            hits.append(hit)
        } else if hit.isStronger(than: hits[Int(mark.place)]) {
            hits[Int(mark.place)] = hit
        }
    }

    /// Whether the rule matches the present message.
    func matches(rule: Int32) -> Bool { marks[Int(rule)].generation == generation }
}

/// The last message that a rule matched or that made a clause a candidate.
private struct RuleMark: Sendable {
    var generation: UInt32
    /// The index among the hits or the candidates.
    var place: Int32
}

/// A clause to evaluate.
struct CandidateClause: Sendable {
    let clause: Int32
    /// If the clause is one expression, the earliest start of a match as far as the found literals tell.
    var start: Int32
}

/// A rule that matches, with its evidence.
package struct RuleHit: Sendable {
    package let rule: Int32
    /// The clause's index in its rule.
    let clause: Int32
    let tier: MatchTier
    /// Matched L2 code points in the keyword tier, else 0.
    let length: Int32
    /// The keyword's index in the clause's only list, if the clause has nothing else; else negative.
    let keyword: Int32

    /// Whether this is stronger than another hit of the same rule.
    func isStronger(than other: RuleHit) -> Bool {
        if strength != other.strength { return strength > other.strength }
        return (clause, keyword) < (other.clause, other.keyword)
    }

    /// The evidence as precedence compares it.
    package var strength: MatchStrength { MatchStrength(tier: tier, length: Int(length)) }
}

/// A clause that matches except for one of its `none` keywords.
package struct ClauseVeto: Sendable {
    let rule: Int32
    let clause: Int32
    /// The keyword's index in the clause's `none`.
    let keyword: Int32
}
