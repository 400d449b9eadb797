internal import Foundation
internal import RuleEngine

/// The days of a zone; it remembers the last one, because neighbouring events mostly share it.
struct DayClock: Sendable {
    private let zone: TimeZone
    private var day = CivilDay(number: 0)
    private var start = Date.distantFuture
    private var end = Date.distantPast

    init(_ zone: TimeZone) {
        self.zone = zone
    }

    mutating func day(of date: Date) -> CivilDay {
        if date >= start, date < end { return day }
        day = LocalTime(date, in: zone).day
        start = LocalTime(day: day, minute: 0).date(in: zone)
        end = LocalTime(day: day.advanced(by: 1), minute: 0).date(in: zone)
        // On a day that the clocks change at midnight, the cache is of no use.
        if date < start || date >= end { (start, end) = (.distantFuture, .distantPast) }
        return day
    }
}
