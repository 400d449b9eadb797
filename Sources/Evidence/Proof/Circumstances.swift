import Foundation
import RuleEngine

/// A follower's state and a moment, as far as the conditions of some rules tell them apart.
struct Circumstances: Hashable {
    /// The moment on the account's clock.
    var time: LocalTime
    /// The follower; a tester where that matters.
    var user: String
    /// The open question.
    var asked: String?
    /// Whether an event of this follower was decided before.
    var isKnown = false
    /// Whether a person is answering.
    var isHandedOff = false
    /// Whether some of the rules look at the time.
    var isTimed = false

    /// All combinations that matter for some rules, the most ordinary first; nil where they are more than `limit`.
    static func all(
        for rules: [(rule: Rule, side: ProofSide)],
        in pairing: RulePairing,
        limit: Int
    ) -> [Circumstances]? {
        let mutation = pairing.mutation
        let conditions = rules.flatMap { rule, side in
            ([rule.condition] + rule.cases.map(\.condition)).filter { !$0.isEmpty }.map { ($0, side) }
        }
        // A changed schedule that a reply shows is looked at when it is open on one side only.
        let shown = Set(rules.flatMap(\.rule.shownSchedules)).sorted()
            .filter { name in
                pairing.descriptions[0].schedule(name) != pairing.descriptions[1].schedule(name)
            }
        let showing = shown.flatMap { name in
            ProofSide.allCases.map { side in
                var condition = RuleCondition()
                condition.schedule = name
                return (condition, side)
            }
        }
        guard let times = times(for: conditions + showing, in: pairing, limit: limit) else { return nil }
        var slots: [String?] = [nil]
        for slot in Set(conditions.compactMap(\.0.asked)).sorted() where mutation != .questionsIgnored {
            slots.append(slot)
        }
        let asksContact = conditions.contains { $0.0.firstContact != nil } && mutation != .firstContactFixed
        let hasResumeWords = !pairing.new.limits.resumeWords.isEmpty || !pairing.old.limits.resumeWords.isEmpty
        let mayHandOff =
            (hasResumeWords || rules.contains { $0.rule.isActiveDuringHandoff }) && mutation != .handoffsIgnored
        let users = rules.contains { $0.rule.stage == .test } ? users(of: pairing) : [ordinaryUser]
        guard times.count * slots.count * users.count * (asksContact ? 2 : 1) * (mayHandOff ? 2 : 1) <= limit else {
            return nil
        }
        var all: [Circumstances] = []
        for isHandedOff in mayHandOff ? [false, true] : [false] {
            for slot in slots {
                for user in users {
                    for isKnown in asksContact ? [true, false] : [false] {
                        for time in times {
                            all.append(
                                Circumstances(
                                    time: time,
                                    user: user,
                                    asked: slot,
                                    isKnown: isKnown,
                                    isHandedOff: isHandedOff,
                                    isTimed: times.count > 1
                                )
                            )
                        }
                    }
                }
            }
        }
        return all
    }

    static let ordinaryUser = "2088000000000000"

    /// One follower of each kind: a tester of neither side, of both, of one.
    private static func users(of pairing: RulePairing) -> [String] {
        let (old, new) = (pairing.old.account.testers, pairing.new.account.testers)
        let groups = [old.intersection(new), old.subtracting(new), new.subtracting(old)]
        return [ordinaryUser] + groups.compactMap { $0.min() }
    }

    /// A Tuesday morning.
    private static let anyTime = LocalTime(day: CivilDay(number: 20_494), minute: 600)

    /// One moment for each combination of open and closed schedules and of dates.
    ///
    /// Between two exceptions every week is alike, and within a day something changes only where a schedule opens or
    /// closes. So nine days from each exception on, and nine before the first, have all combinations.
    private static func times(
        for conditions: [(RuleCondition, ProofSide)],
        in pairing: RulePairing,
        limit: Int
    ) -> [LocalTime]? {
        let timed = conditions.filter { $0.0.schedule != nil || $0.0.notSchedule != nil || !$0.0.dates.isEmpty }
        guard !timed.isEmpty, pairing.mutation != .timeFixed else { return [anyTime] }
        let schedules = timed.flatMap { condition, side in
            [condition.schedule, condition.notSchedule]
                .compactMap { name in
                    name.flatMap { pairing.rules(side).schedules[$0] }
                }
        }
        let ranges = timed.flatMap(\.0.dates) + schedules.flatMap(\.closed)
        let changes =
            ranges.flatMap { [$0.lowerBound, $0.upperBound.advanced(by: 1)] } + schedules.flatMap { $0.special.keys }
        let first = min(changes.min() ?? anyTime.day, anyTime.day).advanced(by: -9)
        let days = Set(([anyTime.day, first] + changes).flatMap { day in (0..<10).map { day.advanced(by: $0) } })
        var found: [[Bool]: LocalTime] = [:]
        var times: [LocalTime] = []
        // The ordinary day first, so that a witness has an ordinary time where it can.
        for day in [anyTime.day] + days.sorted() {
            let own = schedules.flatMap { $0.hours(on: day) }.flatMap { [$0.start, $0.end] }
            let spilt = schedules.flatMap { $0.hours(on: day.advanced(by: -1)) }
                .map { $0.end - LocalTime.minutesPerDay }
            let minutes = Set([0] + own + spilt).filter { (0..<LocalTime.minutesPerDay).contains($0) }.sorted()
            for minute in (day == anyTime.day ? [anyTime.minute] : []) + minutes {
                let time = LocalTime(day: day, minute: minute)
                let truth = timed.map { holds(timeOf: $0.0, at: time, in: pairing.rules($0.1)) }
                guard found[truth] == nil else { continue }
                found[truth] = time
                times.append(time)
                if times.count > limit { return nil }
            }
        }
        return times
    }

    private static func holds(timeOf condition: RuleCondition, at time: LocalTime, in rules: RuleSet) -> Bool {
        func isOpen(_ name: String) -> Bool? { rules.schedules[name]?.isOpen(at: time) }
        return (condition.schedule.map { isOpen($0) == true } ?? true)
            && (condition.notSchedule.map { isOpen($0) == false } ?? true)
            && (condition.dates.isEmpty || condition.dates.contains { $0.contains(time.day) })
    }

    /// Whether a condition holds.
    func satisfies(_ condition: RuleCondition, in rules: RuleSet) -> Bool {
        condition.isEmpty
            || Self.holds(timeOf: condition, at: time, in: rules)
                && (condition.asked == nil || condition.asked == asked)
                && (condition.firstContact == nil || condition.firstContact == !isKnown)
    }

    /// The moment.
    func date(in rules: RuleSet) -> Date { time.date(in: rules.account.timeZone) }

    /// The follower's state for ``RuleSet/decide(_:state:at:)``.
    func state(cooling rules: some Sequence<String>, at now: Date) -> ContactState {
        var state = ContactState()
        state.isKnown = isKnown
        if let asked { state.question = ContactState.Question(slot: asked, expires: now + 600) }
        if isHandedOff { state.handoffUntil = now + 600 }
        for rule in rules { state.cooldowns[rule] = now + 600 }
        return state
    }
}
