import Foundation
import RuleEngine

/// Runs traffic through the rules with words added, and tells the effect.
///
/// Followers do not influence each other, and a follower none of whose messages contains a word gets the same
/// decisions as before. So only the others are run again, from their first entry on, and the effect is that of a run of
/// everything.
///
/// An entry takes about forty bytes; each text is held once.
struct TrafficTrial {
    /// What a follower or an operator did.
    private enum Action {
        /// Numbers of the content, of the name and of the message's id; -1 for none.
        case event(content: Int32, name: Int32, id: Int32)
        case handoff(until: Date?)
    }

    private struct Entry {
        let at: Date
        /// The line of the recording, or the number in the journal.
        let number: Int
        let follower: Int32
        let action: Action
        let treatment: MiningPool.Treatment
    }

    private let rules: RuleSet
    /// Whether an answer depends on the ids of messages.
    private let needsIDs: Bool
    private var entries: [Entry] = []
    private var contents = Interned<ExactContent>()
    private var names = Interned<String>()
    private var ids: [String] = []
    private var keys: [FollowerKey?] = []
    private var byFollower: [[Int32]] = []
    /// The code points that a run of each follower reads.
    private var costs: [Int] = []
    /// The code points that an entry counts besides its text.
    private static let entryCost = 20

    init(rules: RuleSet) {
        self.rules = rules
        let replies = rules.rules.flatMap(\.cases) + (rules.fallback.map { [$0.reply] } ?? [])
        needsIDs = replies.contains { $0.pick == .random }
    }

    /// The number of entries.
    var count: Int { entries.count }

    /// Adds a decided event with its treatment by the rules as they are.
    mutating func add(
        _ event: TrafficEvent,
        number: Int,
        at moment: Date,
        of follower: Int32,
        treatment: MiningPool.Treatment
    ) {
        if needsIDs { ids.append(event.event.messageID) }
        let action = Action.event(
            content: contents.number(of: ExactContent(content: event.event.content)),
            name: event.event.userName.map { names.number(of: $0) } ?? -1,
            id: needsIDs ? Int32(ids.count - 1) : -1
        )
        add(
            Entry(at: moment, number: number, follower: follower, action: action, treatment: treatment),
            of: event.follower,
            length: event.event.length
        )
    }

    /// Adds a hand-off by an operator.
    mutating func addHandoff(of key: FollowerKey, until: Date?, number: Int, at moment: Date, as follower: Int32) {
        add(
            Entry(at: moment, number: number, follower: follower, action: .handoff(until: until), treatment: .other),
            of: key,
            length: 0
        )
    }

    private mutating func add(_ entry: Entry, of key: FollowerKey, length: Int) {
        let follower = Int(entry.follower)
        while byFollower.count <= follower {
            byFollower.append([])
            costs.append(0)
            keys.append(nil)
        }
        keys[follower] = key
        costs[follower] += Self.entryCost + length
        byFollower[follower].append(Int32(entries.count))
        entries.append(entry)
    }

    /// An entry in the terms of the simulation.
    private func action(of entry: Entry, by key: FollowerKey) -> TrafficEntry.Action {
        switch entry.action {
        case .handoff(let until): .handoff(key, until: until)
        case .event(let content, let name, let id):
            .event(
                TrafficEvent(
                    follower: key,
                    key: EventKey(digest: []),
                    isStale: false,
                    event: RuleEvent(
                        contents[content].content,
                        userID: key.user,
                        messageID: id < 0 ? "" : ids[Int(id)],
                        userName: name < 0 ? nil : names[name]
                    )
                )
            )
        }
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
        isInTime: (Date) -> Bool
    ) -> MinedProposal.Backtest? {
        guard let (changed, id) = changed(words, target: target) else { return nil }
        var result = MinedProposal.Backtest()
        var simulation = TrafficSimulation(rules: changed)
        var answered = 0
        for follower in affected {
            guard let key = keys[Int(follower)] else { continue }
            var isAnswered = false
            for number in byFollower[Int(follower)] {
                let entry = entries[Int(number)]
                let outcome = simulation.applyFirst(action(of: entry, by: key), at: entry.at)
                guard case .decided(let decision, _)? = outcome, isInTime(entry.at) else { continue }
                let taker = decision.outcome.isAboutMessage ? decision.winner?.rule : nil
                switch entry.treatment {
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

/// Values that are held once each, by number.
private struct Interned<Value: Hashable> {
    private var values: [Value] = []
    private var numbers: [Value: Int32] = [:]

    mutating func number(of value: Value) -> Int32 {
        if let number = numbers[value] { return number }
        let number = Int32(values.count)
        numbers[value] = number
        values.append(value)
        return number
    }

    subscript(number: Int32) -> Value { values[Int(number)] }
}

/// A content that equals only one of the same code points; a `raw_regex` tells others apart.
private struct ExactContent: Hashable {
    let content: RuleEvent.Content

    static func == (left: ExactContent, right: ExactContent) -> Bool {
        guard case .text(let text) = left.content, case .text(let other) = right.content else {
            return left.content == right.content
        }
        return text.utf8.elementsEqual(other.utf8)
    }

    func hash(into hasher: inout Hasher) { content.hash(into: &hasher) }
}

extension RuleEvent {
    /// The length of its text in code points.
    fileprivate var length: Int {
        if case .text(let text) = content { text.unicodeScalars.count } else { 0 }
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
