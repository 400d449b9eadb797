/// A stretch of open minutes that begins on one day; half-open.
struct OpenHours: Sendable, Hashable {
    /// The first open minute, 0…1439.
    let start: Int
    /// The first closed minute after it; above 1440 when the stretch ends on the next day.
    let end: Int

    /// Reads `09:00-18:00`; `22:00-06:00` ends on the next day.
    ///
    /// Nil for anything else, and for a stretch without a minute in it.
    init?(_ text: String) {
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

    /// The stretch as it is shown to customers.
    var text: String {
        let shownEnd = end > LocalTime.minutesPerDay ? end - LocalTime.minutesPerDay : end
        return "\(LocalTime.clock(start))-\(LocalTime.clock(shownEnd))"
    }

    /// The same minutes in order, with stretches that touch made one.
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

    /// Reads `9:00`, `09:00` or `24:00` as minutes since midnight.
    private static func minute(_ text: String) -> Int? {
        let parts = text.trimmingSpaces.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = DecimalText.number(parts[0]), let minute = DecimalText.number(parts[1]),
            minute < 60, hour * 60 + minute <= LocalTime.minutesPerDay
        else { return nil }
        return hour * 60 + minute
    }
}
