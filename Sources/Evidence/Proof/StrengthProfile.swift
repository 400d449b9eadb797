import LinearRegex
import RuleEngine

/// The strengths that a changed rule may have in one message before and after the change.
///
/// It rules out most pairs without a search: a rule that a change never makes weaker loses no message to a rule that
/// did not change.
struct StrengthProfile {
    /// The strengths in one message; nil where the rule does not match, or takes no part.
    struct Combination: Hashable {
        let old: MatchStrength?
        let new: MatchStrength?
    }

    private(set) var combinations: Set<Combination> = []

    init() {}

    /// The profile of a rule that did not change.
    init(unchanged rule: Rule) {
        combinations = Set(Self.strengths(of: rule).map { Combination(old: $0, new: $0) })
        combinations.insert(Combination(old: nil, new: nil))
    }

    /// The profile of a changed rule.
    init(of number: Int, in pairing: RulePairing, model: AnswerModel, bounds: ProofBounds, budget: PairSearch.Budget) {
        let tracked = TrackedRules([number], in: pairing)
        let pair = pairing.pairs[number]
        let texts =
            Self.searched(tracked, in: pairing, bounds: bounds, budget: budget)
            ?? Self.product(of: pair.old, and: pair.new)
        let everywhere = Circumstances.all(for: tracked.rules, in: pairing, limit: bounds.circumstances)
        var presences: Set<[Bool]> = []
        for circumstances in everywhere ?? [] {
            for isResuming in circumstances.isHandedOff ? [false, true] : [false] {
                presences.insert(
                    ProofSide.allCases.map { side in
                        pair.rule(side)
                            .map {
                                model.presence(of: $0, on: side, in: circumstances, isResuming: isResuming) != nil
                            } ?? false
                    }
                )
            }
        }
        if everywhere == nil { presences = [[true, true], [true, false], [false, true]] }
        for presence in presences {
            for text in texts {
                let old = presence[0] ? text.old : nil
                combinations.insert(Combination(old: old, new: presence[1] ? text.new : nil))
            }
        }
    }

    /// The combinations of all messages; nil where there are too many states.
    private static func searched(
        _ tracked: TrackedRules,
        in pairing: RulePairing,
        bounds: ProofBounds,
        budget: PairSearch.Budget
    ) -> Set<Combination>? {
        guard
            let automaton = JointAutomaton(
                clauses: tracked.clauses,
                resumeWords: [],
                budget: budget.expressions,
                mutation: pairing.mutation
            ), let first = try? automaton.begin()
        else { return nil }
        var found: Set<Combination> = []
        var (queue, seen, next) = ([first], Set([first]), 0)
        defer { budget.note(states: seen.count) }
        while next < queue.count {
            let state = queue[next]
            next += 1
            guard let facts = try? automaton.facts(at: state) else { return nil }
            found.insert(
                Combination(
                    old: tracked.matches(facts, on: .old).first?.match.strength,
                    new: tracked.matches(facts, on: .new).first?.match.strength
                )
            )
            let count = automaton.alphabet.letters.count
            guard budget.take(steps: count), queue.count + count <= bounds.states / 4 else { return nil }
            for letter in 0..<count {
                guard let following = try? automaton.step(state, over: letter) else { return nil }
                if seen.insert(following).inserted { queue.append(following) }
            }
        }
        return found
    }

    private static func product(of old: Rule?, and new: Rule?) -> Set<Combination> {
        func strengths(_ rule: Rule?) -> [MatchStrength?] { [nil] + (rule.map { Self.strengths(of: $0) } ?? []) }
        return Set(strengths(old).flatMap { old in strengths(new).map { Combination(old: old, new: $0) } })
    }

    /// All strengths that a rule may have, and perhaps some that it never has.
    private static func strengths(of rule: Rule) -> [MatchStrength] {
        guard rule.event == .text else { return [] }
        if rule.clauses.isEmpty { return [.event] }
        var strengths: Set<MatchStrength> = []
        for clause in rule.clauses {
            guard clause.tier == .keyword else {
                strengths.insert(MatchStrength(tier: clause.tier, length: 0))
                continue
            }
            let all = clause.all.reduce(0) { $0 + $1.folded.count }
            let lengths = Set((clause.any + clause.prefix + clause.suffix).map(\.folded.count))
            for length in lengths.isEmpty ? [0] : lengths {
                strengths.insert(MatchStrength(tier: .keyword, length: length + all))
            }
        }
        return Array(strengths)
    }
}

/// A rule with its profile.
struct ProfiledRule {
    let pair: RulePair
    let profile: StrengthProfile

    /// Whether the rule may answer before the change in a message in which another one answers after it.
    func mayYield(to other: ProfiledRule, inverted: Bool) -> Bool {
        // A rule that lets the walk go on wins in more ways than by rank.
        if [self, other].contains(where: \.isLenient) { return true }
        guard let old = pair.old, let new = other.pair.new else { return false }
        for own in profile.combinations {
            guard let before = own.old else { continue }
            let first = Precedence(of: old, strength: before)
            let own = own.new.flatMap { strength in pair.new.map { Precedence(of: $0, strength: strength) } }
            for rival in other.profile.combinations {
                guard let after = rival.new else { continue }
                let second = Precedence(of: new, strength: after)
                let earlier = rival.old.flatMap { strength in
                    other.pair.old.map { Precedence(of: $0, strength: strength) }
                }
                let mayWin = earlier.map { first > $0 } ?? true
                let mayLose = own.map { second > $0 } ?? true
                if inverted ? !mayWin && !mayLose : mayWin && mayLose { return true }
            }
        }
        return false
    }

    /// Whether the rule may match on one side alone.
    func mayMatchOnly(_ side: ProofSide) -> Bool {
        isLenient
            || profile.combinations.contains {
                side == .old ? $0.old != nil && $0.new == nil : $0.old == nil && $0.new != nil
            }
    }

    private var isLenient: Bool {
        [pair.old, pair.new].compactMap(\.self).contains { $0.continues || $0.cooldown?.whileCooling == .next }
    }
}
