public import Foundation

/// A minute on a clock in one place, without the place.
public struct LocalTime: Sendable, Hashable, Comparable {
    /// The day.
    public let day: CivilDay
    /// Minutes since midnight, 0…1439.
    public let minute: Int

    /// Names a minute; 1440 and more are minutes of the following days.
    public init(day: CivilDay, minute: Int) {
        self.day = day.advanced(by: minute.flooredQuotient(LocalTime.minutesPerDay))
        self.minute = minute.flooredRemainder(LocalTime.minutesPerDay)
    }

    /// What a clock in that zone shows.
    public init(_ date: Date, in timeZone: TimeZone) {
        self.init(date, offset: timeZone.secondsFromGMT(for: date))
    }

    /// What a clock shows that is so many seconds ahead of UTC.
    init(_ date: Date, offset: Int) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offset
        self.init(day: CivilDay(number: 0), minute: seconds.flooredQuotient(60))
    }

    /// The moment at which a clock in that zone shows this.
    ///
    /// For a minute that a change of the clocks skips or repeats it is a moment within the hours of that change.
    public func date(in timeZone: TimeZone) -> Date {
        let local = Double((day.number * LocalTime.minutesPerDay + minute) * 60)
        // The offset of that day begins the search; today's would make the result depend on today.
        let near = Date(timeIntervalSince1970: local)
        let guess = Date(timeIntervalSince1970: local - Double(timeZone.secondsFromGMT(for: near)))
        let nearer = Date(timeIntervalSince1970: local - Double(timeZone.secondsFromGMT(for: guess)))
        return Date(timeIntervalSince1970: local - Double(timeZone.secondsFromGMT(for: nearer)))
    }

    /// The time as `09:00`.
    public var timeText: String {
        LocalTime.clock(minute)
    }

    /// Orders the earlier first.
    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.day, left.minute) < (right.day, right.minute)
    }

    static let minutesPerDay = 1_440

    /// Writes minutes since midnight as `09:00`; 1440 is `24:00`.
    static func clock(_ minute: Int) -> String {
        "\(DecimalText.padded(minute / 60)):\(DecimalText.padded(minute % 60))"
    }
}

extension LocalTime: CustomStringConvertible {
    /// Day and time as `2026-02-10 09:00`.
    public var description: String {
        "\(day) \(timeText)"
    }
}
