/// Plain decimal numbers: ASCII digits, no sign, no grouping.
enum DecimalText {
    /// Reads a number of at most nine digits; nil for anything else.
    static func number(_ text: String) -> Int? {
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
