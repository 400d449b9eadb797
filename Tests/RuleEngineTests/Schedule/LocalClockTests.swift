import Foundation
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct LocalClockTests {
    /// With and without summer time, by half an hour, at the edge of a day, and without a rule.
    @Test(arguments: [
        "Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia",
        "GMT",
    ])
    func `the clock shows what the zone says, whatever it showed before`(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        var clock = LocalClock(in: zone)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let near = Double.random(in: -1_000_000_000...3_000_000_000, using: &generator)
            for offset in [0.0, 0.999, 59, 600, 1_800, 3_599.5, 3_600, 7_200] {
                let date = Date(timeIntervalSince1970: near + offset)
                let time = clock.time(at: date)
                #expect(time == LocalTime(date, in: zone))
                #expect(clock.text(of: time.day) == time.day.description)
            }
        }
    }

    @Test func `the hour in which the clocks change is told minute by minute`() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        var clock = LocalClock(in: berlin)
        // 2026-03-29, 01:00 UTC, and 2026-10-25, 01:00 UTC.
        for change in [1_774_746_000.0, 1_792_890_000] {
            for minute in -180...180 {
                let date = Date(timeIntervalSince1970: change + Double(minute) * 60)
                #expect(clock.time(at: date) == LocalTime(date, in: berlin))
            }
        }
    }
}
