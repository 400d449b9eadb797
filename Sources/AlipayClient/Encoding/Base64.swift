/// Strict base64: the standard alphabet, padding, and no other characters (RFC 4648, 3.5 and 4).
package enum Base64 {
    /// Decodes; nil for any other spelling, such as one with bits behind the last byte.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        decode(text.span)
    }

    /// Decodes; nil for any other spelling, such as one with bits behind the last byte.
    package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        let count = text.count
        guard count > 0 else { return [] }
        guard count.isMultiple(of: 4) else { return nil }
        let padding = text[count - 1] != UInt8(ascii: "=") ? 0 : text[count - 2] != UInt8(ascii: "=") ? 1 : 2
        var decoded = [UInt8](repeating: 0, count: count / 4 * 3 - padding)
        let table = table
        let values = table.span
        var output = decoded.mutableSpan
        // Four digits at a time; the last four may be padded.
        var (index, place, seen) = (0, 0, UInt8(0))
        while index + 4 < count {
            let (first, second) = (values[Int(text[index])], values[Int(text[index + 1])])
            let (third, fourth) = (values[Int(text[index + 2])], values[Int(text[index + 3])])
            seen |= first | second | third | fourth
            output[place] = first << 2 | second >> 4
            output[place + 1] = second << 4 | third >> 2
            output[place + 2] = third << 6 | fourth
            index += 4
            place += 3
        }
        guard seen < 64 else { return nil }
        var (bits, held) = (UInt32(0), 0)
        while index < count - padding {
            let value = values[Int(text[index])]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            index += 1
            guard held >= 8 else { continue }
            held -= 8
            output[place] = UInt8(truncatingIfNeeded: bits >> UInt32(held))
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
