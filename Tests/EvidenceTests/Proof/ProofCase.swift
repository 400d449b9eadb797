import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport

@testable import Evidence

/// Two rule sets with all messages, states and moments in which a plain comparison of both can be made.
struct ProofCase {
    let name: String
    let old: RuleSet
    let new: RuleSet
    /// The characters of the messages: at least one of each class.
    var alphabet: [String] = ["甲", "a", "b", "!", " ", "好"]
    var length = 4
    var places: [Place] = [Place()]
    /// The rules that cool, one list for each state.
    var coolings: [[String]] = [[]]
    var events: [RuleEvent.Content] = []
    var bounds = ProofBounds()
    /// Whether the bounds are too small for a proof.
    var isBeyondBounds = false

    /// A follower's state and a moment.
    struct Place {
        var user = "2088000000000099"
        var asked: String?
        var isKnown = false
        var isHandedOff = false
        var at = DecisionConversation.moment()

        func state(cooling: [String]) -> ContactState {
            var state = ContactState()
            state.isKnown = isKnown
            if let asked { state.question = ContactState.Question(slot: asked, expires: at + 60) }
            if isHandedOff { state.handoffUntil = at + 60 }
            for rule in cooling { state.cooldowns[rule] = at + 60 }
            return state
        }
    }

    /// The first disagreement between the proof and the comparison of all messages; nil when there is none.
    func disagreement(with mutation: ProofMutation = .none) -> String? {
        let result = BehaviourProof(old: old, new: new, bounds: bounds, mutation: mutation).result()
        let found = comparison()
        var proved: [AnswererPair: ProvedKind] = [:]
        for kind in result.kinds { proved[AnswererPair(old: kind.old, new: kind.new)] = kind }
        if isBeyondBounds { return result.verdict == .proved ? "\(name): proved beyond the bounds" : nil }
        if case .sampled(_, let open) = result.verdict { return "\(name): sampled, \(open) open" }
        for (pair, length) in found.sorted(by: { $0.key < $1.key }) {
            guard let kind = proved[pair] else { return "\(name): \(pair) is not among the kinds" }
            guard let witness = kind.witness else { return "\(name): \(pair) has no witness" }
            guard let text = witness.text else { continue }
            let own = text.unicodeScalars.count
            // A shorter message may show the pair while a rule cools that does not pass on.
            let isCompared = coolings.contains { Set($0) == Set(witness.cooling) }
            if length > 0, own > length || own < length && isCompared {
                return "\(name): \(pair) by “\(text)”, but \(length) would do"
            }
        }
        for (pair, kind) in proved.sorted(by: { $0.key < $1.key }) where found[pair] == nil {
            guard let text = kind.witness?.text else {
                if kind.witness == nil { return "\(name): \(pair) has no message" }
                return "\(name): \(pair) does not exist"
            }
            // A state in which a rule cools that does not pass on is not compared.
            let isCompared = coolings.contains { Set($0) == Set(kind.witness?.cooling ?? []) }
            let isWritten = isCompared && text.unicodeScalars.allSatisfy { alphabet.contains(String($0)) }
            if text.unicodeScalars.count <= length, isWritten { return "\(name): \(pair) by “\(text)” does not exist" }
        }
        for kind in result.kinds {
            guard let witness = kind.witness else { continue }
            guard Answerer(witness.old) == kind.old, Answerer(witness.new) == kind.new, witness.isDifferent else {
                return "\(name): a witness does not show \(kind.old) → \(kind.new)"
            }
        }
        return nil
    }

    /// The first difference in random messages that is not among the kinds; nil when there is none.
    func surprise(in count: Int, seed: UInt64) -> String? {
        let result = BehaviourProof(old: old, new: new).result()
        let kinds = Set(result.kinds.map { AnswererPair(old: $0.old, new: $0.new) })
        var random = SeededGenerator(seed: seed)
        let pieces = alphabet + ["甲a", "a b", "a!b", "b甲", "甲甲", "aa", "Ａ", "ab", "\n", "乙", "1", "。", "x"]
        var (before, after) = (old.makeScratch(), new.makeScratch())
        for _ in 0..<count {
            let text = (0..<Int.random(in: 1...12, using: &random))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let place = places[Int.random(in: 0..<places.count, using: &random)]
            let state = place.state(cooling: coolings[Int.random(in: 0..<coolings.count, using: &random)])
            let event = RuleEvent(.text(text), userID: place.user, messageID: "m")
            let first = old.decide(event, state: state, at: place.at, using: &before)
            let second = new.decide(event, state: state, at: place.at, using: &after)
            let pair = AnswererPair(old: Answerer(first), new: Answerer(second))
            let isEqual = pair.old == pair.new && first.messages == second.messages && first.state == second.state
            if !isEqual, !kinds.contains(pair) { return "\(name): \(pair) by “\(text)” is not among the kinds" }
        }
        return nil
    }

    /// For each pair of answerers that differs the length of the shortest message; 0 for an event without text.
    func comparison() -> [AnswererPair: Int] {
        var found: [AnswererPair: Int] = [:]
        var (before, after) = (old.makeScratch(), new.makeScratch())
        func compare(_ content: RuleEvent.Content, length: Int) {
            for place in places {
                for cooling in coolings {
                    let state = place.state(cooling: cooling)
                    let event = RuleEvent(content, userID: place.user, messageID: "m")
                    let first = old.decide(event, state: state, at: place.at, using: &before)
                    let second = new.decide(event, state: state, at: place.at, using: &after)
                    let pair = AnswererPair(old: Answerer(first), new: Answerer(second))
                    guard
                        pair.old != pair.new || first.messages != second.messages || first.state != second.state
                            || first.lifetime != second.lifetime || first.handoffNotice != second.handoffNotice
                            || first.replyClass != second.replyClass
                    else { continue }
                    found[pair] = min(found[pair] ?? .max, length)
                }
            }
        }
        for event in events { compare(event, length: 0) }
        var words = [""]
        for length in 1...self.length {
            words = words.flatMap { word in alphabet.map { word + $0 } }
            for word in words { compare(.text(word), length: length) }
        }
        return found
    }
}

/// Pairs of rule sets over a few characters, made at random.
struct ProofCaseGenerator {
    private var random: SeededGenerator
    private let seed: UInt64
    private var rules: [Draft] = []

    /// A rule that is not yet made.
    private struct Draft {
        var id: String
        var clauses: [MatchClause]
        var priority = 0
        var stage = RuleStage.live
        var continues = false
        var cooldown: Cooldown?
        var condition = RuleCondition()
        var caseCondition: RuleCondition?
        var reply = "r"
        var replies = 1
        var handoff = false
        var duringHandoff = false

        var rule: Rule? {
            guard let template = try? ReplyTemplate(reply) else { return nil }
            let items = (0..<replies).map { _ in Reply(content: .text(template)) }
            let handoff = handoff ? Handoff(seconds: 60) : nil
            var cases = [ReplyCase(replies: items, handoff: handoff)]
            if let caseCondition, let other = try? ReplyTemplate("case") {
                cases.insert(ReplyCase(condition: caseCondition, replies: [Reply(content: .text(other))]), at: 0)
            }
            return Rule(
                id: id,
                clauses: clauses,
                condition: condition,
                priority: priority,
                stage: stage,
                cases: cases,
                cooldown: cooldown,
                continues: continues,
                isActiveDuringHandoff: duringHandoff
            )
        }
    }

    init(seed: UInt64) {
        self.seed = seed
        random = SeededGenerator(seed: seed &* 7_919 &+ 17)
    }

    private static let words = ["甲", "a", "b", "ab", "甲甲", "甲a", "!", "b甲", "a b", "a!b", "甲!", "aa"]
    private static let patterns = [
        "^甲", "a+b", "[ab]!", "甲.*b$", "^[^a]+$", "b{2}", "甲|!a", "(?<x>[ab]{2})", "^a?$", "\\s", "\\w甲",
    ]
    private static let rawPatterns = ["A", "[A-Z]甲", "^a", "a B"]
    static let testers: Set<String> = ["2088000000000001"]

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func word() -> String {
        Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
    }

    private mutating func list(_ count: ClosedRange<Int>) -> [String] {
        (0..<Int.random(in: count, using: &random)).map { _ in word() }
    }

    private mutating func clause(raw: Bool) -> MatchClause? {
        let pattern = Self.patterns[Int.random(in: 0..<Self.patterns.count, using: &random)]
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2: return try? MatchClause(any: list(1...3))
        case 3: return try? MatchClause(prefix: list(1...2))
        case 4: return try? MatchClause(suffix: list(1...2))
        case 5: return try? MatchClause(exact: list(1...2))
        case 6: return try? MatchClause(all: list(2...2))
        case 7: return try? MatchClause(any: list(1...2), none: list(1...1))
        case 8: return try? MatchClause(suffix: list(1...1), all: list(1...1))
        case 9: return try? MatchClause(any: list(1...1), regex: [pattern])
        case 10: return try? MatchClause(exact: list(1...2), none: list(1...1))
        default:
            guard raw, let raw = Self.rawPatterns.randomElement(using: &random),
                let compiled = try? RulePattern(raw: raw)
            else { return try? MatchClause(none: list(0...1), regex: [pattern]) }
            return MatchClause(
                number: 0,
                exact: [],
                prefix: [],
                suffix: [],
                any: [],
                all: [],
                none: [],
                patterns: [compiled],
                location: .code
            )
        }
    }

    private mutating func draft(_ id: String, raw: Bool, placed: Bool) -> Draft {
        var clauses: [MatchClause] = []
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            if let clause = clause(raw: raw) { clauses.append(clause) }
        }
        var draft = Draft(id: id, clauses: clauses)
        if chance(30) { draft.priority = Int.random(in: -1...1, using: &random) }
        if chance(15) { draft.continues = true }
        if chance(10) { draft.replies = 3 }
        if chance(12) { draft.cooldown = Cooldown(seconds: 30, whileCooling: chance(60) ? .next : .silent) }
        if placed {
            if chance(15) { draft.stage = chance(60) ? .test : .shadow }
            if chance(20) { draft.condition.asked = "s" }
            if chance(15) { draft.condition.firstContact = chance(50) }
            if chance(20) { draft.condition.schedule = "open" }
            if chance(15) {
                draft.caseCondition = RuleCondition()
                draft.caseCondition?.notSchedule = "open"
            }
            if chance(20) { draft.handoff = true }
            if chance(25) { draft.duringHandoff = true }
        }
        if chance(5) { draft.clauses = [] }
        return draft
    }

    private mutating func edit(raw: Bool, placed: Bool) {
        let index = Int.random(in: 0..<rules.count, using: &random)
        switch Int.random(in: 0..<13, using: &random) {
        case 0, 1, 2: if let clause = clause(raw: raw) { rules[index].clauses = [clause] }
        case 3: if let clause = clause(raw: raw) { rules[index].clauses.append(clause) }
        case 4: rules.remove(at: index)
        case 5: rules.append(draft("new", raw: raw, placed: placed))
        case 6: rules[index].priority += 1
        case 7: rules[index].reply = "changed"
        case 8: rules.swapAt(index, 0)
        case 9: rules[index].continues.toggle()
        case 10: rules[index].stage = rules[index].stage == .live ? .off : .live
        case 11: rules[index].cooldown = Cooldown(seconds: 90, whileCooling: .next)
        default:
            rules[index].condition = RuleCondition()
            rules[index].duringHandoff.toggle()
        }
        if rules.isEmpty { rules.append(draft("only", raw: raw, placed: placed)) }
    }

    /// One pair of rule sets; some with conditions, some with expressions on L1.
    mutating func next() -> ProofCase {
        let (raw, placed) = (seed % 8 == 3, seed % 4 == 1)
        rules = []
        for number in 0..<Int.random(in: 2...5, using: &random) {
            rules.append(draft("r\(number)", raw: raw, placed: placed))
        }
        let fallback = chance(70) ? try? ReplyCase("fallback") : nil
        let resume = placed ? ["b"].compactMap { try? Keyword($0, isWhole: true) } : []
        let old = make(fallback: fallback, resume: resume)
        for _ in 0..<Int.random(in: 1...2, using: &random) { edit(raw: raw, placed: placed) }
        let new = make(fallback: fallback, resume: resume)
        var result = ProofCase(name: "seed \(seed)", old: old, new: new)
        if raw { result.alphabet += ["A", "B"] }
        // A rule that passes on on one side only is silent on the other one.
        let passing = (old.rules + new.rules).map(\.id)
            .filter { id in
                (old.rules + new.rules).filter { $0.id == id }.allSatisfy { $0.cooldown?.whileCooling == .next }
            }
        for rule in Set(passing).sorted() { result.coolings += result.coolings.map { $0 + [rule] } }
        if placed {
            result.length = 3
            result.places = []
            for user in ["2088000000000099", "2088000000000001"] {
                for asked in [nil, "s"] {
                    for flags in 0..<8 {
                        var place = ProofCase.Place(user: user, asked: asked)
                        place.isKnown = flags & 1 != 0
                        place.isHandedOff = flags & 2 != 0
                        if flags & 4 != 0 { place.at = DecisionConversation.moment(12 * 3_600) }
                        result.places.append(place)
                    }
                }
            }
        } else if (old.rules + new.rules).contains(where: \.isActiveDuringHandoff) {
            result.places.append(ProofCase.Place(isHandedOff: true))
        } else if result.coolings.count == 1, !raw {
            result.length = 5
        }
        return result
    }

    private func make(fallback: ReplyCase?, resume: [Keyword]) -> RuleSet {
        var account = RuleAccount()
        account.testers = Self.testers
        var limits = RuleLimits()
        limits.resumeWords = resume
        let hours = OpenHours("09:00-18:00").map { [$0] } ?? []
        let week = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, hours) })
        return RuleSet(
            rules: rules.compactMap(\.rule),
            fallback: fallback.map { Fallback(reply: $0) },
            schedules: [Schedule(name: "open", week: week)],
            account: account,
            limits: limits
        )
    }
}

extension RulePattern {
    /// An expression on L1.
    fileprivate init(raw: String) throws {
        let plain = try MatchClause(regex: [raw]).patterns[0]
        self.init(text: raw, pattern: plain.pattern, isRaw: true, location: .code)
    }
}
