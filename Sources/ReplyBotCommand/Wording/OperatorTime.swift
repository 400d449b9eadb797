internal import Foundation
internal import RuleEngine

/// An age in one number: `12s`, `5m`, `3h`, `2d`.
enum AgeText {
    static func text(_ date: Date, at now: Date) -> String {
        text(seconds: Int(clamping: Int64(max(0, min(now.timeIntervalSince(date), 1e12)))))
    }

    static func text(seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3_600: "\(seconds / 60)m"
        case ..<(2 * 86_400): "\(seconds / 3_600)h"
        default: "\(seconds / 86_400)d"
        }
    }
}

/// Times for operators, in the account's zone and with its offset.
struct OperatorTime: Sendable {
    let zone: TimeZone

    /// Times in a zone; the default is that of an account without a zone.
    init(zone: TimeZone = RuleAccount().timeZone) {
        self.zone = zone
    }

    /// `2026-02-10 18:00:00+08:00`.
    func text(_ date: Date) -> String {
        date.formatted(style(.space))
    }

    /// `02-10 18:00:00`, for tables.
    func short(_ date: Date) -> String {
        String(text(date).dropFirst(5).prefix(14))
    }

    /// `2026-02-10 18:00:00.123+08:00`.
    func precise(_ date: Date) -> String {
        // The formatter truncates to milliseconds.
        let style = Date.ISO8601FormatStyle(
            dateTimeSeparator: .space,
            timeZoneSeparator: .colon,
            includingFractionalSeconds: true,
            timeZone: zone
        )
        return date.addingTimeInterval(0.000_1).formatted(style)
    }

    /// `2026-02-10T18:00:00+08:00`, for programs.
    func json(_ date: Date) -> String {
        date.formatted(style(.standard))
    }

    private func style(_ separator: Date.ISO8601FormatStyle.DateTimeSeparator) -> Date.ISO8601FormatStyle {
        Date.ISO8601FormatStyle(dateTimeSeparator: separator, timeZoneSeparator: .colon, timeZone: zone)
    }
}
