/// Durations as rule files write them: a number and a unit, `10s`, `30m`, `2h` or `1d`.
public enum DurationText {
    /// The longest duration: a year.
    public static let longest = 366 * 86_400

    /// Reads a duration as seconds.
    ///
    /// Nil for a number without a unit, for zero, for more than ``longest``, and for anything else.
    public static func seconds(_ text: String) -> Int? {
        guard let last = text.unicodeScalars.last, let unit = units[last],
            let number = DecimalText.number(String(text.unicodeScalars.dropLast()))
        else { return nil }
        let seconds = number * unit
        return (1...longest).contains(seconds) ? seconds : nil
    }

    private static let units: [Unicode.Scalar: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
}

extension DurationText {
    /// Seconds as a duration in the largest unit that they are a whole number of.
    static func text(_ seconds: Int) -> String {
        let unit =
            [("d", 86_400), ("h", 3_600), ("m", 60)].first { seconds >= $0.1 && seconds % $0.1 == 0 } ?? ("s", 1)
        return "\(seconds / unit.1)\(unit.0)"
    }
}
