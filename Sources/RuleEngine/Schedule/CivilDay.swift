/// A day of the Gregorian calendar, without a time zone.
public struct CivilDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    /// The day `number` days after 1970-01-01.
    public init(number: Int) {
        self.number = number
    }

    /// The day with that date; nil when the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
        self.init(number: shiftedYear * 365 + leapDays + dayOfYear - CivilDay.epoch)
        guard components == (year, month, day) else { return nil }
    }

    /// Parses a day as rule files have it, `2026-02-10`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { DecimalText.number(String($0)) }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// The date in the calendar.
    public var components: (year: Int, month: Int, day: Int) {
        // Years are counted from 0000-03-01: a leap day is then the last of its year, and all 400-year eras are equal.
        let days = number + CivilDay.epoch
        let era = days.flooredQuotient(146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        Weekday(rawValue: (number + 3).flooredRemainder(7)) ?? .monday
    }

    /// The date as `2026-02-10`.
    public var description: String {
        let (year, month, day) = components
        return "\(DecimalText.padded(year, to: 4))-\(DecimalText.padded(month))-\(DecimalText.padded(day))"
    }

    /// The date as `02-10`.
    public var monthAndDay: String {
        let (_, month, day) = components
        return "\(DecimalText.padded(month))-\(DecimalText.padded(day))"
    }

    /// The day `days` days later.
    public func advanced(by days: Int) -> CivilDay {
        CivilDay(number: number + days)
    }

    /// Orders the earlier day first.
    public static func < (left: CivilDay, right: CivilDay) -> Bool {
        left.number < right.number
    }

    /// Days from 0000-03-01 to 1970-01-01.
    private static let epoch = 719_468
}

/// A day of the week, Monday first.
public enum Weekday: Int, Sendable, CaseIterable {
    case monday
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    /// The name in rule files: `mon` … `sun`.
    package var name: String {
        switch self {
        case .monday: "mon"
        case .tuesday: "tue"
        case .wednesday: "wed"
        case .thursday: "thu"
        case .friday: "fri"
        case .saturday: "sat"
        case .sunday: "sun"
        }
    }

    /// The day with that name in a rule file.
    init?(name: String) {
        guard let day = Weekday.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = day
    }

    /// Parses `mon-fri`, also across the end of the week (`sat-mon`); empty for anything else.
    package static func span(_ text: String) -> [Weekday] {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(name: $0.trimmingSpaces) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return [] }
        let count = (last.rawValue - first.rawValue).flooredRemainder(7)
        return (0...count).compactMap { Weekday(rawValue: (first.rawValue + $0) % 7) }
    }
}

/// Plain decimal numbers: ASCII digits, no sign, no grouping.
package enum DecimalText {
    /// Parses a number of at most nine digits; nil for anything else.
    package static func number(_ text: String) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// Writes a number with leading zeros.
    static func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int {
    /// The quotient rounded down, also for negative numbers.
    func flooredQuotient(_ divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The remainder that goes with ``flooredQuotient(_:)``, never negative.
    func flooredRemainder(_ divisor: Int) -> Int {
        self - flooredQuotient(divisor) * divisor
    }
}
