import Foundation

/// Finds out when conditions hold, over all the days that can make a difference.
struct ConditionTimes {
    let schedules: [String: Schedule]
    /// The present day, before which nothing counts; nil when it is not known.
    let today: CivilDay?

    init(_ rules: RuleSet, now: Date?) {
        schedules = rules.schedules
        today = now.map { LocalTime($0, in: rules.account.timeZone).day }
    }

    /// A minute at which all conditions hold, what the follower did aside; nil when there is none.
    func moment(of conditions: [RuleCondition]) -> LocalTime? {
        let involved = conditions.flatMap { [$0.schedule, $0.notSchedule] }.compactMap { $0.flatMap { schedules[$0] } }
        for day in candidates(conditions, involved) where conditions.allSatisfy({ Self.allows(day, $0) }) {
            let minutes = Self.minutes(of: involved, on: day).map { LocalTime(day: day, minute: $0) }
            if let moment = minutes.first(where: { isGood($0, conditions) }) { return moment }
        }
        return nil
    }

    /// Whether all days of a condition have passed.
    func isPast(_ condition: RuleCondition) -> Bool {
        guard let today, !condition.dates.isEmpty else { return false }
        return condition.dates.allSatisfy { $0.upperBound < today }
    }

    private static func allows(_ day: CivilDay, _ condition: RuleCondition) -> Bool {
        condition.dates.isEmpty || condition.dates.contains { $0.contains(day) }
    }

    private func isGood(_ time: LocalTime, _ conditions: [RuleCondition]) -> Bool {
        conditions.allSatisfy { condition in
            let isOpen = condition.schedule.flatMap { schedules[$0]?.isOpen(at: time) } ?? true
            let isNotOpen = condition.notSchedule.flatMap { schedules[$0]?.isOpen(at: time) } ?? false
            return isOpen && !isNotOpen
        }
    }

    /// The days after each change of what a day is like; nine of them show every weekday and what spills over.
    private func candidates(_ conditions: [RuleCondition], _ involved: [Schedule]) -> [CivilDay] {
        let start = today ?? CivilDay(number: Self.someDay)
        let ranges = conditions.flatMap(\.dates) + involved.flatMap(\.closed)
        let changes =
            ranges.flatMap { [$0.lowerBound, $0.upperBound.advanced(by: 1)] } + involved.flatMap { $0.special.keys }
        let relevant = Set(changes.map { max($0, today ?? $0) }).sorted()
        return ([start] + relevant).flatMap { day in (0..<9).map { day.advanced(by: $0) } }
    }

    /// The minutes at which something opens or closes.
    private static func minutes(of schedules: [Schedule], on day: CivilDay) -> [Int] {
        let own = schedules.flatMap { $0.hours(on: day) }.flatMap { [$0.start, $0.end] }
        let spilt = schedules.flatMap { $0.hours(on: day.advanced(by: -1)) }.map { $0.end - LocalTime.minutesPerDay }
        return Set([0] + own + spilt).filter { (0..<LocalTime.minutesPerDay).contains($0) }.sorted()
    }

    /// A Sunday in 2026, where the day is not known.
    private static let someDay = 20_492
}
