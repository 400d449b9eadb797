import Foundation
import RuleEngine

/// Runs traffic through the rules with words added, and tells the effect.
///
/// Followers do not influence each other, and a follower none of whose messages contains a word gets the same
/// decisions as before. So only the others are run again, from their first entry on, and the effect is that of a run of
/// everything.
struct TrafficTrial {
    private let rules: RuleSet
    private var entries: [TrafficEntry] = []
    private var treatments: [MiningPool.Treatment] = []
    private var followers: [Int32] = []
    private var byFollower: [[Int32]] = []
    /// The code points that a run of each follower reads.
    private var costs: [Int] = []
    /// The code points that an entry counts besides its text.
    private static let entryCost = 20

    init(rules: RuleSet) { self.rules = rules }

    /// The number of entries.
    var count: Int { entries.count }

    /// Adds the next entry with its treatment by the rules as they are.
    mutating func add(_ entry: TrafficEntry, of follower: Int32, treatment: MiningPool.Treatment) {
        while byFollower.count <= Int(follower) {
            byFollower.append([])
            costs.append(0)
        }
        costs[Int(follower)] += Self.entryCost + entry.length
        byFollower[Int(follower)].append(Int32(entries.count))
        entries.append(entry)
        treatments.append(treatment)
        followers.append(follower)
    }

    /// The code points that a run of some followers reads.
    func cost(of followers: [Int32]) -> Int { followers.reduce(0) { $0 + costs[Int($1)] } }

    /// The number of an entry in the recording or journal.
    func number(of entry: Int32) -> Int { entries[Int(entry)].number }

    /// The rules with words added to a rule, or as a rule of their own; nil where a word cannot be a keyword.
    func changed(_ words: [String], target: MinedGroup.Target) -> (rules: RuleSet, rule: String)? {
        var changed = rules.rules
        let id: String
        switch target {
        case .rule(let rule, _):
            guard let place = changed.firstIndex(where: { $0.id == rule }),
                let clause = try? MatchClause(any: words, none: changed[place].noneWords)
            else { return nil }
            changed[place] = changed[place].adding(clause)
            id = rule
        case .newQuestion:
            guard let clause = try? MatchClause(any: words), let reply = try? ReplyCase(MinedRules.placeholder) else {
                return nil
            }
            id = MinedRules.id(for: words, beside: rules.rules)
            changed.append(Rule(id: id, clauses: [clause], cases: [reply]))
        }
        let set = RuleSet(
            rules: changed,
            fallback: rules.fallback,
            schedules: rules.schedules.values.sorted { $0.name < $1.name },
            account: rules.account,
            limits: rules.limits
        )
        return (set, id)
    }

    /// The effect of words on these followers, who are all that have a message with one of them.
    func run(
        _ words: [String],
        target: MinedGroup.Target,
        on affected: [Int32],
        since: Date?
    ) -> MinedProposal.Backtest? {
        guard let (changed, id) = changed(words, target: target) else { return nil }
        var result = MinedProposal.Backtest()
        var simulation = TrafficSimulation(rules: changed)
        var answered = 0
        for follower in affected {
            var isAnswered = false
            for number in byFollower[Int(follower)] {
                let entry = entries[Int(number)]
                guard case .decided(let decision, _)? = simulation.apply(entry), since.map({ entry.at >= $0 }) ?? true
                else { continue }
                let taker = decision.outcome.isAboutMessage ? decision.winner?.rule : nil
                switch treatments[Int(number)] {
                case .rule(let place):
                    let old = rules.rules[Int(place)].id
                    if taker != old { result.taken[old, default: 0] += 1 }
                case .notUnderstood, .other:
                    if taker == id {
                        result.answers += 1
                        isAnswered = true
                    } else if taker == nil, decision.isRuledOut(id, by: words) {
                        result.ruledOut += 1
                    }
                }
            }
            if isAnswered { answered += 1 }
        }
        result.followers = answered
        return result
    }
}

extension TrafficEntry {
    /// The length of its text in code points.
    fileprivate var length: Int {
        guard case .event(let event) = action, case .text(let text) = event.event.content else { return 0 }
        return text.unicodeScalars.count
    }
}

extension DecisionOutcome {
    /// Whether the message's content led to it.
    fileprivate var isAboutMessage: Bool {
        if case .silent(let reason) = self { !reason.isAboutFollower } else { true }
    }
}

extension Decision {
    /// Whether a word under `none` kept a rule from a message that has one of the words.
    fileprivate func isRuledOut(_ rule: String, by words: [String]) -> Bool {
        let isExcluded = exclusions.contains { exclusion in
            guard exclusion.rule == rule, case .noneKeyword = exclusion.reason else { return false }
            return true
        }
        guard isExcluded, let text else { return false }
        return words.contains { text.foldedText.contains(scalarsOf: $0) }
    }
}

extension Rule {
    /// The words under `none` of the first clause that has some.
    var noneWords: [String] {
        clauses.first { !$0.none.isEmpty }?.none.map(\.text) ?? []
    }

    /// The same rule with one more clause.
    fileprivate func adding(_ clause: MatchClause) -> Rule {
        Rule(
            id: id,
            title: title,
            event: event,
            menus: menus,
            scenes: scenes,
            clauses: clauses + [clause],
            condition: condition,
            priority: priority,
            stage: stage,
            cases: cases,
            cooldown: cooldown,
            continues: continues,
            isActiveDuringHandoff: isActiveDuringHandoff,
            lifetime: lifetime,
            examples: examples,
            counterExamples: counterExamples,
            ignored: ignored,
            order: order,
            location: location
        )
    }
}
