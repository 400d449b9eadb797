/// The working memory of a rule set's decisions, owned by the caller and used again for every message.
///
/// It holds nothing that changes an answer: caches and space. Made by ``Matcher/makeScratch()``; one for each task that
/// decides. A rule set that is given the memory of another, such as after a reload, makes its own in its place.
package struct MatchScratch: Sendable {
    /// The matcher that its sizes and caches are of.
    let owner: MatcherIdentity
    var literals: LiteralHits
    /// The rules that match the present message, each with its strongest clause.
    var hits: [RuleHit] = []
    /// The clauses that only a `none` keyword stopped.
    var vetoes: [ClauseVeto] = []
    /// The clauses with further conditions that may match.
    var candidates: [Int32] = []
    /// The present message in the classes of the expressions' alphabet; empty until one is asked.
    var classes: [Int32] = []
    var isClassified = false
    var automata: [PatternAutomaton]
    /// How many numbers all automata together hold.
    private var cachedSize = 0
    var backtracker = PatternBacktracker()
    private var marks: [RuleMark]
    private var clauseStamps: [UInt32]
    private var generation: UInt32 = 0

    init(owner: MatcherIdentity, literalCount: Int, ruleCount: Int, clauseCount: Int, expressionCount: Int) {
        self.owner = owner
        literals = LiteralHits(literalCount: literalCount)
        automata = Array(repeating: PatternAutomaton(), count: expressionCount)
        marks = Array(repeating: RuleMark(generation: 0, place: 0), count: ruleCount)
        clauseStamps = Array(repeating: 0, count: clauseCount)
    }

    /// Forgets the message before.
    mutating func begin() {
        literals.begin()
        if !hits.isEmpty { hits.removeAll(keepingCapacity: true) }
        if !vetoes.isEmpty { vetoes.removeAll(keepingCapacity: true) }
        if !candidates.isEmpty { candidates.removeAll(keepingCapacity: true) }
        isClassified = false
        generation &+= 1
        guard generation == 0 else { return }
        for index in marks.indices { marks[index].generation = 0 }
        for index in clauseStamps.indices { clauseStamps[index] = 0 }
        generation = 1
    }

    /// How many numbers all automata together may hold, 16 MiB.
    private static let cacheLimit = 1 << 22

    /// Notes that an automaton has grown, and forgets them all when they hold too much.
    mutating func noteGrowth(_ growth: Int) {
        cachedSize += growth
        guard cachedSize > Self.cacheLimit else { return }
        cachedSize = 0
        for index in automata.indices where automata[index].size > 0 { automata[index] = PatternAutomaton() }
    }

    /// Notes a clause that is to be judged, once.
    mutating func addCandidate(_ clause: Int32) {
        guard clauseStamps[Int(clause)] != generation else { return }
        clauseStamps[Int(clause)] = generation
        candidates.append(clause)
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

/// When a rule matched last, and where its hit is.
private struct RuleMark: Sendable {
    var generation: UInt32
    /// The index among the hits.
    var place: Int32
}

/// A rule that matches, and by what.
struct RuleHit: Sendable {
    let rule: Int32
    /// The clause's index in its rule.
    let clause: Int32
    let tier: MatchTier
    /// Matched L2 code points in the keyword tier, else 0.
    let length: Int32
    /// The keyword's index in the clause's `any`, where it was that alone.
    let keyword: Int32

    /// Whether this is stronger than another hit of the same rule.
    func isStronger(than other: RuleHit) -> Bool {
        if strength != other.strength { return strength > other.strength }
        return (clause, keyword) < (other.clause, other.keyword)
    }

    /// The evidence as precedence compares it.
    var strength: MatchStrength { MatchStrength(tier: tier, length: Int(length)) }
}

/// A clause that matches but for one of its `none` keywords.
struct ClauseVeto: Sendable {
    let rule: Int32
    let clause: Int32
    /// The keyword's index in the clause's `none`.
    let keyword: Int32
}
