public import Foundation

/// A minute on a clock in one place, without the place.
public struct LocalTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The day.
    public let day: CivilDay
    /// Minutes since midnight, 0…1439.
    public let minute: Int

    /// Names a minute; 1440 and more are minutes of the following days.
    public init(day: CivilDay, minute: Int) {
        self.day = day.advanced(by: minute.flooredQuotient(LocalTime.minutesPerDay))
        self.minute = minute.flooredRemainder(LocalTime.minutesPerDay)
    }

    /// The time on a clock in that zone.
    public init(_ date: Date, in timeZone: TimeZone) {
        self.init(date, offset: timeZone.secondsFromGMT(for: date))
    }

    /// The time on a clock that is `offset` seconds ahead of UTC.
    init(_ date: Date, offset: Int) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offset
        self.init(day: CivilDay(number: 0), minute: seconds.flooredQuotient(60))
    }

    /// Parses `2026-02-10T20:00`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = CivilDay(String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.map(\.utf8.count) == [2, 2] else { return nil }
        let numbers = clock.compactMap { DecimalText.number(String($0)) }
        guard numbers.count == 2, numbers[0] < 24, numbers[1] < 60 else { return nil }
        self.init(day: day, minute: numbers[0] * 60 + numbers[1])
    }

    /// The moment at which a clock in that zone shows this time.
    ///
    /// For a minute that a clock change skips or repeats, it is a moment within the hours of that change.
    public func date(in timeZone: TimeZone) -> Date {
        let local = Double((day.number * LocalTime.minutesPerDay + minute) * 60)
        // The search starts from the offset of that day, because with today's the result would depend on today.
        let near = Date(timeIntervalSince1970: local)
        let guess = Date(timeIntervalSince1970: local - Double(timeZone.secondsFromGMT(for: near)))
        let nearer = Date(timeIntervalSince1970: local - Double(timeZone.secondsFromGMT(for: guess)))
        return Date(timeIntervalSince1970: local - Double(timeZone.secondsFromGMT(for: nearer)))
    }

    /// The time as `09:00`.
    public var timeText: String {
        LocalTime.clock(minute)
    }

    /// Day and time as `2026-02-10 09:00`.
    public var description: String {
        "\(day) \(timeText)"
    }

    /// Orders the earlier first.
    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.day, left.minute) < (right.day, right.minute)
    }

    package static let minutesPerDay = 1_440

    /// Writes minutes since midnight as `09:00`; 1440 is `24:00`.
    package static func clock(_ minute: Int) -> String {
        "\(DecimalText.padded(minute / 60)):\(DecimalText.padded(minute % 60))"
    }
}

/// A cache for the local time in one zone: it asks Foundation for the offset once an hour.
struct LocalClock: Sendable {
    private let timeZone: TimeZone
    /// The hour, counted from 1970, in which `offset` holds.
    private var hour = Int.min
    private var offset = 0
    /// The last day that was written out.
    private var written = (day: CivilDay(number: 0), text: "1970-01-01")

    init(in timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// The local time at a moment.
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

    /// Caches the zone's offset for an hour; false when the clocks change within it.
    private mutating func keepOffset(of hour: Int) -> Bool {
        let start = Date(timeIntervalSince1970: TimeInterval(hour) * 3_600)
        let offset = timeZone.secondsFromGMT(for: start)
        guard timeZone.secondsFromGMT(for: start.addingTimeInterval(3_600)) == offset else { return false }
        (self.hour, self.offset) = (hour, offset)
        return true
    }
}
