/// Durations as a number and a unit: `10s`, `30m`, `2h` or `1d`.
package enum DurationText {
    /// The longest duration in seconds: a year.
    package static let longest = 366 * 86_400

    private static let units: [(sign: Unicode.Scalar, seconds: Int)] = [
        ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
    ]

    /// Parses a duration into seconds; nil for zero, for more than ``longest``, and for any other form.
    package static func seconds(_ text: String) -> Int? {
        let digits = text.unicodeScalars.dropLast()
        guard let unit = units.first(where: { $0.sign == text.unicodeScalars.last }), (1...9).contains(digits.count),
            digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(String(digits))
        else { return nil }
        let seconds = number * unit.seconds
        return (1...longest).contains(seconds) ? seconds : nil
    }

    /// Writes seconds in the largest unit that divides them.
    package static func text(_ seconds: Int) -> String {
        guard let unit = units.first(where: { seconds >= $0.seconds && seconds % $0.seconds == 0 }) else {
            return "\(seconds)s"
        }
        return "\(seconds / unit.seconds)\(unit.sign)"
    }
}
