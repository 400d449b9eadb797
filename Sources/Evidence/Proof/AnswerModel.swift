package import RuleEngine

/// Who answers a message, or why nobody does.
package enum Answerer: Sendable, Hashable, Comparable {
    /// A rule, in one of its cases, counted from 1.
    case rule(String, case: Int)
    case fallback
    case silent(SilenceReason)

    /// The answerer of a decision.
    package init(_ decision: Decision) {
        switch decision.outcome {
        case .silent(let reason): self = .silent(reason)
        case .replied(let id):
            let candidate = decision.candidates.first { $0.rule == id }
            self = candidate.map { .rule(id, case: $0.caseNumber) } ?? .fallback
        }
    }

    package static func < (left: Answerer, right: Answerer) -> Bool { left.key < right.key }

    private var key: (Int, String, Int) {
        switch self {
        case .rule(let id, let number): (0, id, number)
        case .fallback: (1, "", 0)
        case .silent(let reason): (2, reason.rawValue, 0)
        }
    }

    /// The rule's id.
    package var rule: String? { if case .rule(let id, _) = self { id } else { nil } }
}

/// Decides between a few rules as the engine does between all, from the strengths of their matches alone.
///
/// It is what a search compares at each state; every message that it finds is decided by the engine itself afterwards.
struct AnswerModel {
    /// A rule that takes part, with its place in the walk.
    struct Step: Hashable {
        /// The number of the rule's pair.
        let pair: Int
        /// Equal for steps that do the same when they fire.
        let firing: Int
        /// Equal for steps that capture by the same expressions; 0 where captures are not shown.
        let captures: Int
        let number: Int
        let continues: Bool
        let passesOn: Bool
        let replies: Int
        let handsOff: Bool
        let isLow: Bool
    }

    /// The strength of a rule's match, and the clause that gave it; the clause is nil for a rule that looks at no text.
    struct Match {
        let strength: MatchStrength
        let clause: MatchClause?
    }

    let pairing: RulePairing
    private let firings: FiringNumbers

    init(_ pairing: RulePairing) {
        self.pairing = pairing
        firings = FiringNumbers(pairing)
    }

    /// The rules that may decide, the highest first, up to the first that always ends the walk.
    func steps(
        _ matches: [(pair: Int, match: Match)],
        on side: ProofSide,
        in circumstances: Circumstances,
        isResuming: Bool
    ) -> [Step] {
        var ranked: [(precedence: Precedence, step: Step)] = []
        for (number, match) in matches {
            guard let rule = pairing.pairs[number].rule(side),
                let index = presence(of: rule, on: side, in: circumstances, isResuming: isResuming)
            else { continue }
            ranked.append((precedence(of: rule, match.strength), step(rule, pair: number, index, match, on: side)))
        }
        ranked.sort { precedes($0.precedence, $1.precedence) }
        var steps: [Step] = []
        for (_, step) in ranked {
            steps.append(step)
            if pairing.mutation == .alsoEndsWalk || !step.continues && !step.passesOn { break }
        }
        return steps
    }

    /// The index of the case in which a rule takes part; nil where it does not.
    func presence(
        of rule: Rule,
        on side: ProofSide,
        in circumstances: Circumstances,
        isResuming: Bool
    ) -> Int? {
        let (rules, mutation) = (pairing.rules(side), pairing.mutation)
        guard !circumstances.isHandedOff || isResuming || rule.isActiveDuringHandoff else { return nil }
        switch rule.stage {
        case .live: break
        case .test:
            guard mutation == .everybodyTests || rules.account.testers.contains(circumstances.user) else { return nil }
        case .shadow: return nil
        case .off: guard mutation == .offAnswers else { return nil }
        }
        guard mutation == .conditionsHold || circumstances.satisfies(rule.condition, in: rules) else { return nil }
        let index = rule.cases.firstIndex { circumstances.satisfies($0.condition, in: rules) }
        guard let index = mutation == .firstCaseOnly ? 0 : index else { return nil }
        return isResuming && rule.cases[index].handoff != nil ? nil : index
    }

    private func precedence(of rule: Rule, _ strength: MatchStrength) -> Precedence {
        switch pairing.mutation {
        case .tierIgnored: Precedence(of: rule, strength: MatchStrength(tier: .keyword, length: strength.length))
        case .lengthIgnored: Precedence(of: rule, strength: MatchStrength(tier: strength.tier, length: 0))
        default: Precedence(of: rule, strength: strength)
        }
    }

    private func precedes(_ left: Precedence, _ right: Precedence) -> Bool {
        switch pairing.mutation {
        case .priorityIgnored:
            left.strength == right.strength ? left.order < right.order : left.strength > right.strength
        case .orderReversed:
            left.priority == right.priority && left.strength == right.strength
                ? left.order > right.order : left > right
        default: left > right
        }
    }

    private func step(_ rule: Rule, pair: Int, _ index: Int, _ match: Match, on side: ProofSide) -> Step {
        let reply = rule.cases[index]
        let picked = reply.pick == .all ? reply.replies.count : min(1, reply.replies.count)
        return Step(
            pair: pair,
            firing: firings.firing(of: rule, inCase: index, on: side),
            captures: firings.captures(of: rule, inCase: index, clause: match.clause),
            number: reply.number,
            continues: rule.continues,
            passesOn: rule.cooldown?.whileCooling == .next,
            replies: picked,
            handsOff: reply.handoff != nil,
            isLow: rule.priority < 0
        )
    }
}

extension AnswerModel {
    /// Whether a rule, or the fallback for nil, may answer differently where it answers on both sides.
    func mayDiffer(_ number: Int?, oldCase: Int, newCase: Int) -> Bool {
        guard let number else { return pairing.isFallbackChanged }
        guard let old = pairing.pairs[number].old, let new = pairing.pairs[number].new else { return true }
        let (before, after) = (
            firings.firing(of: old, inCase: oldCase, on: .old), firings.firing(of: new, inCase: newCase, on: .new)
        )
        if before != after { return true }
        let (shown, later) = (old.captures(inCase: oldCase), new.captures(inCase: newCase))
        return Set(old.clauses.map { RuleDescription.captures(of: $0, named: shown) })
            != Set(new.clauses.map { RuleDescription.captures(of: $0, named: later) })
    }
}

// The walk.
extension AnswerModel {
    /// The end of a walk, comparable between the sides.
    struct Outcome: Hashable {
        let answerer: Answerer
        /// The firings and captures of the rules that answer, each with the number of its messages.
        let answers: [[Int]]

        /// Whether at most the captures differ.
        func isSame(apartFromCapturesAs other: Outcome) -> Bool {
            guard answerer == other.answerer, answers.count == other.answers.count else { return false }
            return zip(answers, other.answers).allSatisfy { $0[0] == $1[0] && $0.last == $1.last }
        }
    }

    /// Walks over the steps of a side, while some rules cool.
    func outcome(
        _ steps: [Step],
        on side: ProofSide,
        in circumstances: Circumstances,
        isResuming: Bool,
        cooling: Set<Int>
    ) -> Outcome {
        var fired: [Step] = []
        var isConsumed = false
        for step in steps {
            if cooling.contains(step.pair) {
                if step.passesOn { continue }
                isConsumed = true
                if step.continues { continue }
                break
            }
            fired.append(step)
            if !step.continues { break }
        }
        if !fired.isEmpty { return admitted(fired) }
        if isConsumed { return Outcome(answerer: .silent(.cooldown), answers: []) }
        if isResuming { return Outcome(answerer: .silent(.resumed), answers: []) }
        if circumstances.isHandedOff { return Outcome(answerer: .silent(.handoff), answers: []) }
        guard pairing.rules(side).fallback != nil else { return Outcome(answerer: .silent(.unmatched), answers: []) }
        return Outcome(answerer: .fallback, answers: [[pairing.isFallbackChanged ? side.rawValue : 0]])
    }

    /// The rules for whose messages one event has room: the one that ended the walk first.
    private func admitted(_ fired: [Step]) -> Outcome {
        let limits = pairing.new.limits
        var perEvent = pairing.mutation == .messagesUnlimited ? .max : max(0, limits.messagesPerEvent)
        let isHandingOff = fired.contains(where: \.handsOff)
        var today = max(0, limits.daily(for: isHandingOff ? .essential : .ordinary))
        let closedToLow = isHandingOff ? 0 : limits.daily(for: .ordinary) - limits.daily(for: .low)
        func take(_ step: Step) -> (Step, Int)? {
            let count = min(step.replies, perEvent)
            guard count == 0 || count <= today - (step.isLow ? closedToLow : 0), count > 0 || step.replies == 0 else {
                return nil
            }
            perEvent -= count
            today -= count
            return (step, count)
        }
        var heard: [(Step, Int)] = []
        if let last = fired.last, !last.continues {
            guard let main = take(last) else { return Outcome(answerer: .silent(.quota), answers: []) }
            heard = fired.dropLast().compactMap(take) + [main]
        } else {
            heard = fired.compactMap(take)
        }
        guard let main = (heard.last { !$0.0.continues } ?? heard.first)?.0 else {
            return Outcome(answerer: .silent(.quota), answers: [])
        }
        return Outcome(
            answerer: .rule(pairing.pairs[main.pair].id, case: main.number),
            answers: heard.map { [$0.0.firing, $0.0.captures, $0.1] }
        )
    }
}

/// Numbers for what rules do when they fire; equal numbers mean equal answers.
private final class FiringNumbers {
    private let descriptions: [RuleDescription]
    private let mutation: ProofMutation
    private var numbers: [[UInt8]: Int] = [:]
    private var known: [ObjectIdentifier: [Int]] = [:]
    private var patterns: [[UInt8]: Int] = [:]

    init(_ pairing: RulePairing) {
        descriptions = pairing.descriptions
        mutation = pairing.mutation
    }

    func firing(of rule: Rule, inCase index: Int, on side: ProofSide) -> Int {
        // Both sides may hold the same rule, and yet schedules of its templates differ.
        let key = ObjectIdentifier(rule)
        var own = known[key] ?? Array(repeating: -1, count: 2 * rule.cases.count)
        let place = 2 * index + side.rawValue
        if own[place] < 0 {
            let bytes = descriptions[side.rawValue].firing(of: rule, inCase: index)
            own[place] = numbers[bytes] ?? numbers.count
            numbers[bytes] = own[place]
            known[key] = own
        }
        return own[place]
    }

    func captures(of rule: Rule, inCase index: Int, clause: MatchClause?) -> Int {
        guard mutation != .capturesEqual, let clause, !clause.patterns.isEmpty else { return 0 }
        let bytes = RuleDescription.captures(of: clause, named: rule.captures(inCase: index))
        if bytes.isEmpty { return 0 }
        let number = patterns[bytes] ?? patterns.count + 1
        patterns[bytes] = number
        return number
    }
}
