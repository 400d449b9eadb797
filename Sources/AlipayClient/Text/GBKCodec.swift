/// Java's GBK in both directions: ASCII in one byte, 23,940 scalars in two (PROTOCOL 1.3).
///
/// A table of its own and not the system's: `iconv` differs from Java in 106 codes, by its version.
enum GBKCodec {
    /// By code: lead bytes 81–FE, trail bytes 40–FE without 7F.
    private static let scalars = GBKTable.scalars.unicodeScalars.filter { $0 != "\n" }.map { UInt16($0.value) }

    /// By scalar of the basic plane: the code's place in `scalars` and one, or 0 for what GBK lacks.
    private static let places: [UInt16] = {
        var places = [UInt16](repeating: 0, count: 0x1_0000)
        for (place, scalar) in scalars.enumerated() {
            places[Int(scalar)] = UInt16(place + 1)
        }
        return places
    }()

    /// The text in UTF-8; nil when a byte does not belong.
    ///
    /// A code always takes two bytes, so that no lead byte can swallow a delimiter unnoticed (RELIABILITY T7).
    static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        let table = scalars
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 2)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte < 0x80 {
                text.append(byte)
                continue
            }
            guard index < bytes.count, let place = place(lead: byte, trail: bytes[index]) else { return nil }
            append(scalar: table[place], to: &text)
            index += 1
        }
        return text
    }

    /// Every scalar of the table has two or three bytes in UTF-8, and none is half of a pair.
    private static func append(scalar: UInt16, to text: inout [UInt8]) {
        if scalar < 0x800 {
            text.append(0xC0 | UInt8(scalar >> 6))
        } else {
            text.append(0xE0 | UInt8(scalar >> 12))
            text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
        }
        text.append(0x80 | UInt8(scalar & 0x3F))
    }

    /// The bytes; one `?` for each scalar that GBK lacks.
    static func encode(_ text: String) -> [UInt8] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
        let table = places
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                bytes.append(UInt8(scalar.value))
            } else if scalar.value < 0x1_0000, table[Int(scalar.value)] > 0 {
                append(Int(table[Int(scalar.value)]) - 1, to: &bytes)
            } else {
                bytes.append(UInt8(ascii: "?"))
            }
        }
        return bytes
    }

    private static func place(lead: UInt8, trail: UInt8) -> Int? {
        guard (0x81...0xFE).contains(lead), (0x40...0xFE).contains(trail), trail != 0x7F else { return nil }
        return Int(lead - 0x81) * 190 + Int(trail - 0x40) - (trail > 0x7F ? 1 : 0)
    }

    private static func append(_ place: Int, to bytes: inout [UInt8]) {
        let trail = UInt8(place % 190)
        bytes.append(0x81 + UInt8(place / 190))
        bytes.append(0x40 + trail + (trail >= 63 ? 1 : 0))
    }
}
