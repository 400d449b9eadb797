import Foundation
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ScheduleTimeTests {
    @Test func `days and dates are one to one`() throws {
        let first = try #require(CivilDay("1890-01-01"))
        let days = (0..<100_000).map { first.advanced(by: $0) }
        #expect(days.allSatisfy { CivilDay($0.description) == $0 })
        #expect(days.map(\.description) == days.map(\.description).sorted())
    }

    @Test(arguments: [
        ("1970-01-01", 0, Weekday.thursday), ("2026-02-10", 20_494, .tuesday), ("2000-02-29", 11_016, .tuesday),
        ("1969-12-31", -1, .wednesday), ("2028-02-29", 21_243, .tuesday),
    ])
    func `a date has its number and weekday`(text: String, number: Int, weekday: Weekday) throws {
        let day = try #require(CivilDay(text))
        #expect(day.number == number)
        #expect(day.weekday == weekday)
        #expect(day.description == text)
    }

    @Test(arguments: [
        "2026-02-30", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "26-02-10", "2026-2-10",
        "2026/02/10", "2026-02-10 ", "+026-02-10", "", "２026-02-10",
    ])
    func `other texts are no dates`(text: String) {
        #expect(CivilDay(text) == nil)
    }

    @Test func `a clock shows the zone's time, and back`() throws {
        let shanghai = try #require(TimeZone(identifier: "Asia/Shanghai"))
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let date = Date(timeIntervalSince1970: 1_770_746_400)
        let local = LocalTime(date, in: shanghai)
        #expect(local.day.description == "2026-02-11")
        #expect(local.timeText == "02:00")
        #expect(LocalTime(date, in: berlin).timeText == "19:00")
        #expect(local.date(in: shanghai) == date)
        #expect(LocalTime(Date(timeIntervalSince1970: -1), in: .gmt).description == "1969-12-31 23:59")
        for hour in 0..<(24 * 366) {
            let moment = Date(timeIntervalSince1970: 1_767_225_600 + Double(hour) * 3_600)
            let clock = LocalTime(moment, in: berlin)
            #expect(LocalTime(clock.date(in: berlin), in: berlin) == clock)
        }
    }

    @Test(arguments: [
        ("2026-03-29T01:59", 1_774_745_940), ("2026-03-29T02:30", 1_774_744_200), ("2026-03-29T03:00", 1_774_746_000),
        ("2026-10-25T01:59", 1_792_886_340), ("2026-10-25T02:30", 1_792_891_800), ("2026-10-25T03:00", 1_792_893_600),
    ])
    func `a minute near a change of the clocks is the same moment all year`(text: String, seconds: Int) throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let date = try #require(LocalTime(text)).date(in: berlin)
        #expect(date == Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
}
