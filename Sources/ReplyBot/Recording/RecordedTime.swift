package import Foundation

/// Times in recordings: ISO 8601 in UTC with milliseconds.
package enum RecordedTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    package static func date(_ text: String) -> Date? {
        var text = text
        let plain = text.withUTF8 { unsafe date(plain: $0.span, in: 0..<$0.count) }
        if let plain { return plain }
        guard let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)) else { return nil }
        // Rounds to whole milliseconds, because the binary fraction is a little less.
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }

    static func text(_ date: Date) -> String {
        // Rounds up what the binary fraction lacks, and down what a clock has beyond milliseconds.
        let milliseconds = ((date.timeIntervalSince1970 + 0.000_1) * 1_000).rounded(.down)
        guard (0..<endOfYears).contains(milliseconds) else { return date.addingTimeInterval(0.000_1).formatted(style) }
        let moment = Int(milliseconds)
        let day = CivilDate(daysSince1970: moment / 86_400_000)
        let (second, rest) = (moment / 1_000 % 86_400, moment % 1_000)
        var text = ""
        text.reserveCapacity(24)
        for (value, digits, sign) in [
            (day.year, 4, "-"), (day.month, 2, "-"), (day.day, 2, "T"), (second / 3_600, 2, ":"),
            (second / 60 % 60, 2, ":"), (second % 60, 2, "."), (rest, 3, "Z"),
        ] {
            let number = String(value)
            for _ in number.utf8.count..<digits { text += "0" }
            text += number
            text += sign
        }
        return text
    }

    /// The first moment after the year 9999, in milliseconds.
    private static let endOfYears = 253_402_300_800_000.0

    /// Reads exactly `2026-02-10T02:00:00.000Z` from 1970 on; nil for any other spelling.
    static func date(plain bytes: Span<UInt8>, in range: Range<Int>) -> Date? {
        guard range.count == 24 else { return nil }
        let start = range.lowerBound
        guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
            bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "."),
            bytes[start + 23] == UInt8(ascii: "Z"),
            let year = number(bytes, at: start, digits: 4), year >= 1_970,
            let month = number(bytes, at: start + 5, digits: 2), (1...12).contains(month),
            let day = number(bytes, at: start + 8, digits: 2), day >= 1,
            day <= CivilDate.days(inMonth: month, of: year),
            let hour = number(bytes, at: start + 11, digits: 2), hour < 24,
            let minute = number(bytes, at: start + 14, digits: 2), minute < 60,
            let second = number(bytes, at: start + 17, digits: 2), second < 60,
            let milliseconds = number(bytes, at: start + 20, digits: 3)
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let moment = ((days * 24 + hour) * 60 + minute) * 60 + second
        return Date(timeIntervalSince1970: Double(moment * 1_000 + milliseconds) / 1_000)
    }

    private static func number(_ bytes: Span<UInt8>, at start: Int, digits: Int) -> Int? {
        var number = 0
        for index in start..<start + digits {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}

/// A day of the Gregorian calendar from 1970 on, which needs no table of zones.
private struct CivilDate {
    let year: Int
    let month: Int
    let day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day by its number; eras of 400 years begin on 1 March, so that a leap day ends a year.
    init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let yearOfEra = shiftedYear % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return shiftedYear / 400 * 146_097 + dayOfEra - 719_468
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
