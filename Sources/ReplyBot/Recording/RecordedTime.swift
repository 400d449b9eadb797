package import Foundation

/// Times in recordings: ISO 8601 in UTC with milliseconds.
package enum RecordedTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    package static func date(_ text: String) -> Date? {
        guard let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)) else { return nil }
        // Rounds to whole milliseconds, because the binary fraction is a little less.
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }

    static func text(_ date: Date) -> String {
        // The formatter truncates to milliseconds.
        date.addingTimeInterval(0.000_1).formatted(style)
    }
}
