package import Foundation
internal import OperatorText
internal import RuleEngine

/// A moment as an operator writes it: `20:00`, `2026-02-10T20:00`, `2026-02-10`, `7d`, or `2026-02-10T12:00:00Z`.
package enum EventTime {
    /// Reads a moment in the account's zone; nil for any other form.
    ///
    /// A time of day alone is the latest one that is not after `now`; a duration counts back from `now`.
    package static func date(_ text: String, now: Date, in zone: TimeZone) -> Date? {
        if let seconds = DurationText.seconds(text) { return now.addingTimeInterval(-TimeInterval(seconds)) }
        let today = LocalTime(now, in: zone).day
        if let clock = LocalTime("\(today)T\(text)") {
            let time = clock.date(in: zone)
            guard time > now else { return time }
            return LocalTime(day: today.advanced(by: -1), minute: clock.minute).date(in: zone)
        }
        if let day = CivilDay(text) { return LocalTime(day: day, minute: 0).date(in: zone) }
        return LocalTime(text)?.date(in: zone) ?? RecordedTime.date(text)
    }

    /// Whether a moment depends on `now`.
    package static func isRelative(_ text: String) -> Bool {
        DurationText.seconds(text) != nil || LocalTime("1970-01-01T\(text)") != nil
    }

    /// Reads the value of a flag; nil for nil.
    ///
    /// - Throws: `CommandFailure` with the forms.
    package static func date(_ text: String?, of flag: String, now: Date, in zone: TimeZone) throws -> Date? {
        guard let text else { return nil }
        guard let date = date(text, now: now, in: zone) else {
            let shown = ForeignText.oneLine(text).excerpt
            throw CommandFailure(
                "\(flag) 应写成 20:00、2026-02-10、2026-02-10T20:00（账号时区）或 7d，现在是 “\(shown)”",
                "\(flag) must be like 20:00, 2026-02-10, 2026-02-10T20:00 (account's zone) or 7d, not \"\(shown)\""
            )
        }
        return date
    }
}
