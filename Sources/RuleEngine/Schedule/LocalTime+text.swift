extension LocalTime {
    /// Reads `2026-02-10T20:00`; nil when the text is no such time.
    public init?(_ text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = CivilDay(String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.map(\.utf8.count) == [2, 2] else { return nil }
        let numbers = clock.compactMap { DecimalText.number(String($0)) }
        guard numbers.count == 2, numbers[0] < 24, numbers[1] < 60 else { return nil }
        self.init(day: day, minute: numbers[0] * 60 + numbers[1])
    }
}
