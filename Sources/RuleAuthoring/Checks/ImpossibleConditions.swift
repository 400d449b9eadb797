import Foundation
import OperatorText
import RuleEngine

/// Finds rules and cases whose conditions never hold (RB206) or whose dates have passed (RB207).
struct ImpossibleConditions: Lint {
    private let times: ConditionTimes

    init(_ subject: LintSubject) {
        times = ConditionTimes(subject.rules, now: subject.now)
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        let name = LocalizedText("规则 “\(rule.id)” ", "Rule “\(rule.id)”")
        if let finding = finding(on: [rule.condition], of: name, at: rule.location) { return [finding] }
        var before: [RuleCondition: ReplyCase] = [:]
        return rule.cases.compactMap { reply in
            defer { if before[reply.condition] == nil { before[reply.condition] = reply } }
            if let earlier = before[RuleCondition()] ?? before[reply.condition] {
                return unreachable(reply, of: rule, after: earlier)
            }
            let name = LocalizedText(
                "规则 “\(rule.id)” 的第 \(reply.number) 种情形",
                "Case \(reply.number) of rule “\(rule.id)”"
            )
            return finding(on: [rule.condition, reply.condition], of: name, at: reply.location)
        }
    }

    /// RB207 where the dates have passed, RB206 where the conditions never hold together.
    private func finding(
        on conditions: [RuleCondition],
        of name: LocalizedText,
        at place: SourceLocation
    ) -> Diagnostic? {
        guard conditions.contains(where: { !$0.isEmpty }) else { return nil }
        if conditions.contains(where: times.isPast) {
            return Diagnostic(
                "RB207",
                .warning,
                at: place,
                LocalizedText(
                    "\(name.chinese)已过期：dates 都在今天之前",
                    "\(name.english) has expired: all its `dates` have passed"
                ),
                help: LocalizedText(
                    "改 dates；不再需要就删掉，或写 stage: off",
                    "Change `dates`; if it is done with, delete it or write stage: off"
                )
            )
        }
        guard let reason = contradiction(between: conditions) ?? closedSchedule(of: conditions) else { return nil }
        return Diagnostic(
            "RB206",
            .warning,
            at: place,
            LocalizedText("\(name.chinese)永远用不到：\(reason.chinese)", "\(name.english) is never used: \(reason.english)"),
            help: LocalizedText("改 when 或时间表；不需要就删掉", "Change `when` or the schedule; if it is not needed, delete it")
        )
    }

    private func contradiction(between conditions: [RuleCondition]) -> LocalizedText? {
        guard Set(conditions.compactMap(\.asked)).count > 1 || Set(conditions.compactMap(\.firstContact)).count > 1
        else { return nil }
        return LocalizedText("它的 when 和规则的 when 互相矛盾", "its `when` contradicts that of the rule")
    }

    /// The reason why there is no moment at which the conditions hold; nil when there is one.
    private func closedSchedule(of conditions: [RuleCondition]) -> LocalizedText? {
        guard times.moment(of: conditions) == nil else { return nil }
        for name in conditions.compactMap(\.schedule) {
            var single = RuleCondition()
            single.schedule = name
            guard times.moment(of: [single]) == nil else { continue }
            return LocalizedText("时间表 “\(name)” 不会再开放", "schedule “\(name)” is not open any more")
        }
        for name in conditions.compactMap(\.notSchedule) {
            var single = RuleCondition()
            single.notSchedule = name
            guard times.moment(of: [single]) == nil else { continue }
            return LocalizedText("时间表 “\(name)” 从不关闭", "schedule “\(name)” is never closed")
        }
        return LocalizedText("没有一个时刻同时满足 when 的各项", "its conditions never hold at the same time")
    }

    private func unreachable(_ reply: ReplyCase, of rule: Rule, after earlier: ReplyCase) -> Diagnostic {
        let reason =
            earlier.condition.isEmpty
            ? LocalizedText(
                "前面第 \(earlier.number) 种没有 when，总是成立",
                "case \(earlier.number) has no `when` and always applies"
            )
            : LocalizedText("前面第 \(earlier.number) 种的 when 与它相同", "case \(earlier.number) has the same `when`")
        return Diagnostic(
            "RB206",
            .warning,
            at: reply.location,
            LocalizedText(
                "规则 “\(rule.id)” 的第 \(reply.number) 种情形永远用不到：\(reason.chinese)",
                "Case \(reply.number) of rule “\(rule.id)” is never used: \(reason.english)"
            ),
            help: LocalizedText("调整顺序，没有 when 的写在最后", "Change the order; a case without `when` comes last"),
            related: [.init(location: earlier.location, note: LocalizedText("先用这一种", "This one is used first"))]
        )
    }
}

/// Finds a moment at which conditions hold, over all days that can differ.
struct ConditionTimes {
    private let schedules: [String: Schedule]
    /// The first day that counts; nil when the present day is not known.
    private let today: CivilDay?

    init(_ rules: RuleSet, now: Date?) {
        schedules = rules.schedules
        today = now.map { LocalTime($0, in: rules.account.timeZone).day }
    }

    /// A minute at which the schedules and dates of all conditions hold; nil when there is none.
    func moment(of conditions: [RuleCondition]) -> LocalTime? {
        let involved = conditions.flatMap { [$0.schedule, $0.notSchedule] }.compactMap { $0.flatMap { schedules[$0] } }
        // The kind of day changes at the ends of ranges and on special days. Nine days from each change on cover every
        // weekday, and the hours that begin on the day before.
        let ranges = conditions.flatMap(\.dates) + involved.flatMap(\.closed)
        let changes =
            ranges.flatMap { [$0.lowerBound, $0.upperBound.advanced(by: 1)] } + involved.flatMap { $0.special.keys }
        let relevant = Set(changes.map { max($0, today ?? $0) }).sorted()
        let days = ([today ?? CivilDay(number: Self.someDay)] + relevant)
            .flatMap { day in (0..<9).map { day.advanced(by: $0) } }
        for day in days where conditions.allSatisfy({ $0.dates.isEmpty || $0.dates.contains { $0.contains(day) } }) {
            // Within a day something changes only where a schedule opens or closes.
            let own = involved.flatMap { $0.hours(on: day) }.flatMap { [$0.start, $0.end] }
            let spilt = involved.flatMap { $0.hours(on: day.advanced(by: -1)) }.map { $0.end - LocalTime.minutesPerDay }
            let minutes = Set([0] + own + spilt).filter { (0..<LocalTime.minutesPerDay).contains($0) }.sorted()
            let moments = minutes.map { LocalTime(day: day, minute: $0) }
            if let moment = moments.first(where: { time in conditions.allSatisfy { isOpen($0, at: time) } }) {
                return moment
            }
        }
        return nil
    }

    /// Whether all days of a condition have passed.
    func isPast(_ condition: RuleCondition) -> Bool {
        guard let today, !condition.dates.isEmpty else { return false }
        return condition.dates.allSatisfy { $0.upperBound < today }
    }

    private func isOpen(_ condition: RuleCondition, at time: LocalTime) -> Bool {
        let isOpen = condition.schedule.flatMap { schedules[$0]?.isOpen(at: time) } ?? true
        let isNotOpen = condition.notSchedule.flatMap { schedules[$0]?.isOpen(at: time) } ?? false
        return isOpen && !isNotOpen
    }

    /// A Sunday in 2026, for when the present day is not known.
    private static let someDay = 20_492
}
