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
        var output = decoded.mutableSpan
        var space = unsafe output.mutableBytes
        let digits = digits
        let values = digits.span
        var (index, place, seen) = (0, 0, UInt32(0))
        // Four digits at a time, and the last eight, which may be padded, one by one. A byte is below 256, and the three
        // bytes of four digits are written with a fourth that the next ones replace: with a check of each place, the
        // loop takes twice the time.
        while index + 8 < count {
            let letters = unsafe UInt32(
                littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)
            )
            let first = unsafe values[unchecked: Int(letters & 0xFF)]
            let second = unsafe values[unchecked: 256 + Int(letters >> 8 & 0xFF)]
            let third = unsafe values[unchecked: 512 + Int(letters >> 16 & 0xFF)]
            let fourth = unsafe values[unchecked: 768 + Int(letters >> 24)]
            let bits = first | second | third | fourth
            seen |= bits
            space.storeBytes(of: (bits << 8).bigEndian, toByteOffset: place, as: UInt32.self)
            index += 4
            place += 3
        }
        guard seen < noDigit else { return nil }
        var (bits, held) = (UInt32(0), 0)
        while index < count - padding {
            let value = values[768 + Int(text[index])]
            guard value < noDigit else { return nil }
            bits = bits << 6 | value
            held += 6
            index += 1
            guard held >= 8 else { continue }
            held -= 8
            output[place] = UInt8(truncatingIfNeeded: bits >> UInt32(held))
            place += 1
        }
        return bits & (1 << UInt32(held) - 1) == 0 ? decoded : nil
    }

    /// A bit above those of four digits.
    private static let noDigit = UInt32(1) << 24

    /// The six bits of each byte in the first to the fourth place, or `noDigit` for a byte that is not a digit.
    private static let digits: [UInt32] = (0..<4)
        .flatMap { place in
            var table = [UInt32](repeating: noDigit, count: 256)
            let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            for (value, digit) in digits.utf8.enumerated() { table[Int(digit)] = UInt32(value) << (18 - 6 * place) }
            return table
        }
}
