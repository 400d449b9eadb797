/// Strict base64: the standard alphabet, padding, and no other characters (RFC 4648, 3.5 and 4).
enum Base64 {
    /// Decodes; nil for any other spelling, such as one with bits behind the last byte.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4), let last = text.last else { return text.isEmpty ? [] : nil }
        let padding = last != UInt8(ascii: "=") ? 0 : text[text.count - 2] != UInt8(ascii: "=") ? 1 : 2
        let digits = text.count - padding
        var decoded = [UInt8](repeating: 0, count: text.count / 4 * 3 - padding)
        let values = table
        var (bits, held, place) = (UInt32(0), 0, 0)
        for index in 0..<digits {
            let value = values[Int(text[index])]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            decoded[place] = UInt8(truncatingIfNeeded: bits >> UInt32(held))
            place += 1
        }
        return bits & (1 << UInt32(held) - 1) == 0 ? decoded : nil
    }

    /// The six bits of each byte, or 64 for a byte that is not a digit.
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: 64, count: 256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, digit) in digits.utf8.enumerated() { table[Int(digit)] = UInt8(value) }
        return table
    }()
}
