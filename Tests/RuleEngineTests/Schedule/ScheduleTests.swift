import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ScheduleTests {
    /// The opening hours of the example shop, a night shift, and a lunch break.
    private static let text = """
        schedules:
          营业:
            open:
              - {days: mon-fri, hours: "09:00-18:00"}
              - {days: sat, hours: "10:00-17:00"}
            closed_on: ["2026-02-16..2026-02-22"]
            open_on:
              - {date: "2026-02-15", hours: "09:00-18:00"}
              - {date: "2026-02-18", hours: "10:00-12:00"}
          夜间:
            open: [{days: fri, hours: "22:00-06:00"}]
          午休:
            open: [{days: "mon,wed", hours: ["13:00-18:00", "09:00-12:00"]}]
          全天:
            open: [{days: sun-mon, hours: "00:00-24:00"}]
          相接:
            open:
              - {days: mon, hours: "12:00-18:00"}
              - {days: [mon, tue], hours: "09:00-12:00"}
          从不:
            open: [{days: mon, hours: "09:00-18:00"}]
            closed_on: [2020-01-01..2030-12-31]
        """

    private func schedule(_ name: String) throws -> Schedule {
        try #require(try RuleSet.load(yaml: Self.text).schedules[name])
    }

    private func time(_ text: String) throws -> LocalTime {
        let parts = text.split(separator: " ").map(String.init)
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        return LocalTime(day: try #require(CivilDay(parts[0])), minute: clock[0] * 60 + clock[1])
    }

    @Test(arguments: [
        ("营业", "2026-02-10 08:59", false), ("营业", "2026-02-10 09:00", true), ("营业", "2026-02-10 17:59", true),
        ("营业", "2026-02-10 18:00", false), ("营业", "2026-02-14 09:30", false), ("营业", "2026-02-14 10:00", true),
        ("营业", "2026-02-08 12:00", false),
        // A Sunday worked, and holidays with one day that has hours of its own.
        ("营业", "2026-02-15 10:00", true), ("营业", "2026-02-16 10:00", false), ("营业", "2026-02-17 10:00", false),
        ("营业", "2026-02-18 10:00", true), ("营业", "2026-02-18 12:00", false), ("营业", "2026-02-22 10:00", false),
        ("营业", "2026-02-23 10:00", true),
        // Over midnight: Friday's night ends on Saturday, and there is no night from Saturday.
        ("夜间", "2026-02-13 21:59", false), ("夜间", "2026-02-13 22:00", true), ("夜间", "2026-02-14 00:00", true),
        ("夜间", "2026-02-14 05:59", true), ("夜间", "2026-02-14 06:00", false), ("夜间", "2026-02-14 23:00", false),
        ("夜间", "2026-02-13 03:00", false),
        ("午休", "2026-02-11 11:59", true), ("午休", "2026-02-11 12:30", false), ("午休", "2026-02-10 11:00", false),
        // `sun-mon` goes over the end of the week.
        ("全天", "2026-02-08 00:00", true), ("全天", "2026-02-09 23:59", true), ("全天", "2026-02-10 00:00", false),
        ("全天", "2026-02-07 23:59", false),
        ("从不", "2026-02-09 10:00", false),
    ])
    func `a schedule is open in exactly its minutes`(name: String, at: String, isOpen: Bool) throws {
        #expect(try schedule(name).isOpen(at: time(at)) == isOpen)
    }

    @Test(arguments: [
        ("营业", "2026-02-10 20:00", "09:00-18:00"), ("营业", "2026-02-08 10:00", "休息"),
        ("营业", "2026-02-18 23:00", "10:00-12:00"), ("夜间", "2026-02-13 10:00", "22:00-06:00"),
        ("夜间", "2026-02-14 03:00", "休息"), ("午休", "2026-02-09 10:00", "09:00-12:00、13:00-18:00"),
        ("全天", "2026-02-08 10:00", "00:00-24:00"), ("相接", "2026-02-09 10:00", "09:00-18:00"),
    ])
    func `today's hours are told in order`(name: String, at: String, expected: String) throws {
        #expect(try schedule(name).today(time(at)) == expected)
    }

    @Test(arguments: [
        ("营业", "2026-02-10 20:00", "02-11 09:00"), ("营业", "2026-02-10 08:00", "02-10 09:00"),
        ("营业", "2026-02-10 09:00", "02-11 09:00"), ("营业", "2026-02-14 17:00", "02-15 09:00"),
        ("营业", "2026-02-17 10:00", "02-18 10:00"), ("营业", "2026-02-19 10:00", "02-23 09:00"),
        ("午休", "2026-02-09 12:00", "02-09 13:00"), ("午休", "2026-12-30 19:00", "01-04 09:00"),
        ("相接", "2026-02-09 10:00", "02-10 09:00"), ("从不", "2026-02-10 10:00", "暂不开放"),
    ])
    func `the next opening is the first one after now`(name: String, at: String, expected: String) throws {
        #expect(try schedule(name).nextOpeningText(after: time(at)) == expected)
    }

    @Test(arguments: ["09:00-18:00", "9:00-18:00", "00:00-24:00", "22:00-06:00", "23:59-00:00"])
    func `hours are read`(text: String) {
        #expect(OpenHours(text) != nil)
    }

    @Test(arguments: [
        "", "9-18", "09:00", "09:00-", "09:00-18:00-20:00", "24:00-06:00", "09:00-24:01", "09:60-18:00", "09:00-09:00",
        "９:00-18:00", "09:0-18:00", "-1:00-18:00",
    ])
    func `other texts are no hours`(text: String) {
        #expect(OpenHours(text) == nil)
    }
}
