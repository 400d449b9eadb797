import Foundation

/// The clock of one time zone, which asks the zone anew only once an hour.
///
/// It holds nothing that changes an answer.
struct LocalClock: Sendable {
    private let timeZone: TimeZone
    /// The hour, counted from 1970, through which `offset` holds.
    private var hour = Int.min
    private var offset = 0
    /// A day, and that day as a text.
    private var written = (day: CivilDay(number: 0), text: "1970-01-01")

    init(in timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// What the clock shows at a moment.
    mutating func time(at date: Date) -> LocalTime {
        let hour = Int(date.timeIntervalSince1970.rounded(.down)).flooredQuotient(3_600)
        if hour != self.hour, !keepOffset(of: hour) { return LocalTime(date, in: timeZone) }
        return LocalTime(date, offset: offset)
    }

    /// The day as `2026-02-10`.
    mutating func text(of day: CivilDay) -> String {
        if day != written.day { written = (day, day.description) }
        return written.text
    }

    /// Notes the offset that the zone has at both ends of an hour; false when the clocks change in between.
    private mutating func keepOffset(of hour: Int) -> Bool {
        let start = Date(timeIntervalSince1970: TimeInterval(hour) * 3_600)
        let offset = timeZone.secondsFromGMT(for: start)
        guard timeZone.secondsFromGMT(for: start.addingTimeInterval(3_600)) == offset else { return false }
        (self.hour, self.offset) = (hour, offset)
        return true
    }
}
