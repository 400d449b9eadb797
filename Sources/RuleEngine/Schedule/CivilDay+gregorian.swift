extension CivilDay: CustomStringConvertible {
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

    /// Reads a day as it is written in rule files, `2026-02-10`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { DecimalText.number(String($0)) }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// The date in the calendar.
    public var components: (year: Int, month: Int, day: Int) {
        // Counted from 0000-03-01, so that a leap day is the last of its year and 400-year eras are alike.
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

    /// The day that many days later.
    public func advanced(by days: Int) -> CivilDay {
        CivilDay(number: number + days)
    }

    /// Days from 0000-03-01 to 1970-01-01.
    private static let epoch = 719_468
}
