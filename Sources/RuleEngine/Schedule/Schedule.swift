/// Named opening hours (RULES C2, `schedules`; RULES C4, "Time").
///
/// For one day, `open_on` wins over `closed_on`, which wins over the week pattern. A stretch that crosses midnight
/// belongs to the day on which it starts.
public struct Schedule: Sendable {
    /// Its name in rule files.
    public let name: String
    let week: [Weekday: [OpenHours]]
    let closed: [ClosedRange<CivilDay>]
    let special: [CivilDay: [OpenHours]]

    init(
        name: String,
        week: [Weekday: [OpenHours]],
        closed: [ClosedRange<CivilDay>] = [],
        special: [CivilDay: [OpenHours]] = [:]
    ) {
        self.name = name
        self.week = week.mapValues(OpenHours.merged)
        self.closed = closed
        self.special = special.mapValues(OpenHours.merged)
    }

    /// The stretches that begin on a day, in order.
    func hours(on day: CivilDay) -> [OpenHours] {
        if let special = special[day] { return special }
        if closed.contains(where: { $0.contains(day) }) { return [] }
        return week[day.weekday] ?? []
    }

    /// Whether it is open in that minute.
    public func isOpen(at time: LocalTime) -> Bool {
        hours(on: time.day).contains { $0.contains(time.minute) }
            || hours(on: time.day.advanced(by: -1)).contains { $0.contains(time.minute + LocalTime.minutesPerDay) }
    }

    /// The hours of that day as customers read them: `09:00-12:00、13:00-18:00`, or `休息`.
    public func today(_ time: LocalTime) -> String {
        let hours = hours(on: time.day)
        return hours.isEmpty ? "休息" : hours.map(\.text).joined(separator: "、")
    }

    /// The next beginning of opening hours after that minute; nil when there is none within 400 days.
    public func nextOpening(after time: LocalTime) -> LocalTime? {
        for offset in 0...Schedule.horizon {
            let day = time.day.advanced(by: offset)
            let openings = hours(on: day).map { LocalTime(day: day, minute: $0.start) }
            if let opening = openings.first(where: { $0 > time }) { return opening }
        }
        return nil
    }

    /// The next opening as customers read it: `02-11 09:00`, or `暂不开放`.
    public func nextOpeningText(after time: LocalTime) -> String {
        guard let opening = nextOpening(after: time) else { return "暂不开放" }
        return "\(opening.day.monthAndDay) \(opening.timeText)"
    }

    /// How many days ahead an opening is looked for: a year and the longest holidays.
    private static let horizon = 400
}
