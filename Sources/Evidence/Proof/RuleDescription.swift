import LinearRegex
import RuleEngine

/// Everything about a rule that may change an answer, as comparable bytes.
///
/// Two rules with equal descriptions behave equally in every message and state, their place among the rules aside.
struct RuleDescription {
    private let rules: RuleSet
    private let mutation: ProofMutation

    init(of rules: RuleSet, mutation: ProofMutation) {
        self.rules = rules
        self.mutation = mutation
    }

    /// Parts with their lengths, so that no two lists of parts read the same.
    private struct Bytes {
        private(set) var bytes: [UInt8] = []

        mutating func add(_ text: String) {
            bytes += Array("\(text.utf8.count):".utf8) + Array(text.utf8)
        }

        mutating func add(_ number: Int?) { add(number.map(String.init) ?? "-") }

        mutating func add(_ part: [UInt8]) {
            bytes += Array("\(part.count);".utf8) + part
        }
    }

    /// The behaviour of a rule that fires in one of its cases.
    func firing(of rule: Rule, inCase index: Int) -> [UInt8] {
        let reply = rule.cases[index]
        var bytes = Bytes()
        bytes.add(rule.id)
        bytes.add(mutation == .cooldownsEqual ? nil : rule.cooldown?.seconds)
        bytes.add(mutation == .lifetimesEqual ? nil : rule.lifetime)
        bytes.add(rule.priority < 0 ? 1 : 0)
        bytes.add(rule.condition.asked ?? reply.condition.asked ?? "-")
        bytes.add(answer(reply))
        return bytes.bytes
    }

    /// The whole rule.
    func whole(_ rule: Rule) -> [UInt8] {
        var bytes = Bytes()
        bytes.add(rule.event.rawValue)
        for value in rule.menus.sorted() + ["-"] + rule.scenes.sorted() { bytes.add(value) }
        bytes.add(rule.stage.rawValue)
        if rule.stage == .test { for user in rules.account.testers.sorted() { bytes.add(user) } }
        bytes.add(rule.isActiveDuringHandoff ? 1 : 0)
        bytes.add(rule.priority)
        bytes.add(rule.continues ? 1 : 0)
        bytes.add(rule.cooldown?.whileCooling.rawValue ?? "-")
        bytes.add(condition(rule.condition))
        for index in rule.cases.indices {
            bytes.add(condition(rule.cases[index].condition))
            bytes.add(firing(of: rule, inCase: index))
        }
        if mutation != .clausesEqual { for clause in rule.clauses { bytes.add(Self.clause(clause)) } }
        return bytes.bytes
    }

    /// The fallback; empty without one.
    func fallback() -> [UInt8] {
        guard mutation != .fallbackEqual, let fallback = rules.fallback else { return [] }
        var bytes = Bytes()
        bytes.add(fallback.cooldown?.seconds)
        bytes.add(fallback.suggestions)
        bytes.add(answer(fallback.reply))
        return bytes.bytes
    }

    /// The titled rules in order, with everything that the fallback's suggestions depend on.
    func suggestions() -> [[UInt8]] {
        guard rules.fallback.map({ $0.suggestions > 0 }) ?? false else { return [] }
        return rules.rules.filter { $0.title != nil && $0.event == .text }
            .map { rule in
                var bytes = Bytes()
                bytes.add(rule.title ?? "")
                bytes.add(rule.id)
                bytes.add(rule.stage.rawValue)
                bytes.add(condition(rule.condition))
                for reply in rule.cases {
                    bytes.add(condition(reply.condition))
                    bytes.add(reply.handoff == nil ? 0 : 1)
                }
                for clause in rule.clauses { bytes.add(Self.clause(clause)) }
                return bytes.bytes
            }
    }

    /// A schedule by its hours; a name without one reads differently.
    ///
    /// With `openingsOnly`, the closings do not count.
    func schedule(_ name: String, openingsOnly: Bool = false) -> [UInt8] {
        var bytes = Bytes()
        bytes.add(name)
        guard mutation != .schedulesEqual, let schedule = rules.schedules[name] else { return bytes.bytes }
        let days = schedule.closed.flatMap { [$0.lowerBound, $0.upperBound] } + schedule.special.keys
        // A week behind every exception shows the hours of the weekdays.
        let ordinary = (days.max() ?? CivilDay(number: 0)).number + 1
        let monday = ordinary + (7 - (ordinary + 3) % 7) % 7
        for day in monday..<monday + 7 {
            add(schedule.hours(on: CivilDay(number: day)), to: &bytes, openingsOnly: openingsOnly)
        }
        for range in schedule.closed.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            bytes.add(range.lowerBound.number)
            bytes.add(range.upperBound.number)
        }
        for day in schedule.special.keys.sorted() {
            bytes.add(day.number)
            add(schedule.hours(on: day), to: &bytes, openingsOnly: openingsOnly)
        }
        return bytes.bytes
    }

    private func add(_ hours: [OpenHours], to bytes: inout Bytes, openingsOnly: Bool) {
        for range in hours {
            bytes.add(range.start)
            if !openingsOnly { bytes.add(range.end) }
        }
        bytes.add("/")
    }

    private func condition(_ condition: RuleCondition) -> [UInt8] {
        var bytes = Bytes()
        for name in [condition.schedule, condition.notSchedule] { bytes.add(name.map { schedule($0) } ?? []) }
        for range in condition.dates {
            bytes.add(range.lowerBound.number)
            bytes.add(range.upperBound.number)
        }
        bytes.add(condition.asked ?? "-")
        bytes.add(condition.firstContact.map { $0 ? 1 : 0 })
        return bytes.bytes
    }

    private func answer(_ reply: ReplyCase) -> [UInt8] {
        var bytes = Bytes()
        bytes.add(reply.number)
        bytes.add(reply.pick.rawValue)
        bytes.add(reply.ask?.slot ?? "-")
        bytes.add(reply.ask?.seconds)
        bytes.add(reply.handoff?.seconds)
        bytes.add(reply.handoff?.notify ?? "-")
        for item in reply.replies {
            bytes.add(reply.pick == .random ? item.weight : 1)
            for template in item.templates {
                bytes.add(mutation == .replyTextsEqual ? "" : template?.text ?? "-")
                for placeholder in template?.placeholders ?? [] {
                    switch placeholder.variable {
                    case .accountName: bytes.add(rules.account.name)
                    case .scheduleToday(let name): bytes.add(schedule(name))
                    case .scheduleNextOpen(let name): bytes.add(schedule(name, openingsOnly: true))
                    default: continue
                    }
                }
            }
        }
        return bytes.bytes
    }

    /// The messages of a clause, and its captures.
    static func clause(_ clause: MatchClause) -> [UInt8] {
        var bytes = Bytes()
        for list in [clause.exact, clause.prefix, clause.suffix, clause.any, clause.all, clause.none] {
            bytes.add(list.count)
            // Which of a list's words comes first makes no difference to any answer.
            let words = list.map { String($0.folded[...]) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for word in words { bytes.add(word) }
        }
        bytes.add(patterns(of: clause))
        return bytes.bytes
    }

    /// The expressions of a clause.
    private static func patterns(of clause: MatchClause) -> [UInt8] {
        captures(of: clause, named: nil)
    }

    /// The expressions that give a clause the captures with some names; all expressions for nil.
    static func captures(of clause: MatchClause, named names: Set<String>?) -> [UInt8] {
        var bytes = Bytes()
        for pattern in clause.patterns where names.map({ !$0.isDisjoint(with: pattern.pattern.groupNames) }) ?? true {
            bytes.add(pattern.isRaw ? 1 : 0)
            bytes.add(pattern.text)
        }
        return bytes.bytes
    }
}

extension Reply {
    /// The templates of the message, in a fixed order.
    var templates: [ReplyTemplate?] {
        switch content {
        case .text(let template): [template]
        case .articles(let articles):
            articles.flatMap { [$0.title, $0.description, $0.image, Optional($0.url), $0.action] }
        }
    }
}

extension Rule {
    /// The schedules that replies show.
    var shownSchedules: Set<String> {
        let placeholders = cases.flatMap(\.replies).flatMap(\.templates).compactMap(\.self).flatMap(\.placeholders)
        return Set(
            placeholders.compactMap {
                switch $0.variable {
                case .scheduleToday(let name), .scheduleNextOpen(let name): name
                default: nil
                }
            }
        )
    }

    /// The captures that the answer of a case shows: those of its replies, and the answer to the question that it closes.
    func captures(inCase index: Int) -> Set<String> {
        let placeholders = cases[index].replies.flatMap(\.templates).compactMap(\.self).flatMap(\.placeholders)
        var names = Set(placeholders.compactMap { if case .capture(let name) = $0.variable { name } else { nil } })
        if let slot = condition.asked ?? cases[index].condition.asked { names.insert(slot) }
        return names
    }
}
