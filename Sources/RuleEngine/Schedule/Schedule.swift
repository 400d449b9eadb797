/// Named opening hours (RULES C2, `schedules`; RULES C4, "Time").
///
/// For one day, `open_on` wins over `closed_on`, which wins over the week pattern. Hours that cross midnight belong to
/// the day on which they start.
public struct Schedule: Sendable {
    /// Its name in rule files.
    public let name: String
    let week: [Weekday: [OpenHours]]
    package let closed: [ClosedRange<CivilDay>]
    package let special: [CivilDay: [OpenHours]]

    /// Makes a schedule.
    ///
    /// - Parameters:
    ///   - name: The name that conditions and templates refer to.
    ///   - week: The hours of each day of the week.
    ///   - closed: Days without any hours.
    ///   - special: The hours of single days; they replace those of the week, also on a closed day.
    public init(
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

    /// The hours that begin on a day, in order.
    package func hours(on day: CivilDay) -> [OpenHours] {
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

    /// The first opening after that minute; nil when there is none within 400 days.
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

    /// The number of days searched for an opening: a year and the longest holidays.
    private static let horizon = 400
}

/// A half-open range of open minutes that begins on one day.
public struct OpenHours: Sendable, Hashable {
    /// The first open minute, 0…1439.
    package let start: Int
    /// The first closed minute after it; above 1440 when the hours end on the next day.
    package let end: Int

    /// Parses `09:00-18:00`; `22:00-06:00` ends on the next day.
    ///
    /// Nil for anything else, and for an empty range.
    public init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, let start = OpenHours.minute(ends[0]), let end = OpenHours.minute(ends[1]),
            start != end, start < LocalTime.minutesPerDay
        else { return nil }
        self.init(start: start, end: start < end ? end : end + LocalTime.minutesPerDay)
    }

    private init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    /// Whether the minute, counted from the midnight before `start`, is open.
    func contains(_ minute: Int) -> Bool {
        start <= minute && minute < end
    }

    /// The hours as customers read them.
    package var text: String {
        let shownEnd = end > LocalTime.minutesPerDay ? end - LocalTime.minutesPerDay : end
        return "\(LocalTime.clock(start))-\(LocalTime.clock(shownEnd))"
    }

    /// The same minutes in order; ranges that touch are joined.
    static func merged(_ hours: [OpenHours]) -> [OpenHours] {
        var result: [OpenHours] = []
        for next in hours.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = result.last, next.start <= last.end, max(last.end, next.end) - last.start <= 1_440 {
                result[result.count - 1] = OpenHours(start: last.start, end: max(last.end, next.end))
            } else {
                result.append(next)
            }
        }
        return result
    }

    /// Parses `9:00`, `09:00` or `24:00` as minutes since midnight.
    private static func minute(_ text: String) -> Int? {
        let parts = text.trimmingSpaces.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = DecimalText.number(parts[0]), let minute = DecimalText.number(parts[1]),
            minute < 60, hour * 60 + minute <= LocalTime.minutesPerDay
        else { return nil }
        return hour * 60 + minute
    }
}
