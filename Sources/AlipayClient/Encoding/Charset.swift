/// The character sets that a notification may declare (PROTOCOL 1.1).
public enum Charset: String, Sendable, CaseIterable {
    /// GBK as Java has it (PROTOCOL 1.3).
    case gbk = "GBK"
    /// UTF-8.
    case utf8 = "UTF-8"

    /// Reads the value of the `charset` parameter, in upper or lower case.
    ///
    /// - Parameter name: `GBK`, its relatives `GB2312` and `GB18030`, or `UTF-8`; anything else gives nil.
    public init?(name: String) {
        // Swift's == also holds for canonically equivalent letters, such as the Kelvin sign and K.
        guard name.unicodeScalars.allSatisfy(\.isASCII) else { return nil }
        switch name.uppercased() {
        case "GBK", "GB2312", "GB18030": self = .gbk
        case "UTF-8", "UTF8": self = .utf8
        default: return nil
        }
    }

    /// Decodes strictly: an invalid byte gives nil, never a replacement character.
    ///
    /// - Parameter bytes: text in this character set.
    /// - Returns: the text.
    public func decode(_ bytes: [UInt8]) -> String? {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .gbk: GBKCodec.utf8(bytes.span).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The same text in UTF-8, as strictly as `decode`.
    func utf8(_ bytes: Span<UInt8>) -> [UInt8]? {
        switch self {
        case .utf8: bytes.isText(in: bytes.indices) ? unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } : nil
        case .gbk: GBKCodec.utf8(bytes)
        }
    }

    /// Encodes; a code point that GBK lacks becomes one `?`, as in Java (PROTOCOL 1.3).
    ///
    /// - Parameter text: the text.
    /// - Returns: the bytes.
    public func encode(_ text: String) -> [UInt8] {
        switch self {
        case .utf8: Array(text.utf8)
        case .gbk: GBKCodec.encode(text)
        }
    }
}

/// Java's GBK in both directions: ASCII in one byte, 23,940 scalars in two (PROTOCOL 1.3).
///
/// `iconv` differs from Java in 106 codes and by version, so the table is our own.
enum GBKCodec {
    /// By code: lead bytes 81–FE, trail bytes 40–FE without 7F.
    private static let scalars = GBKTable.scalars.unicodeScalars.filter { $0 != "\n" }.map { UInt16($0.value) }

    /// By scalar of the basic plane: one more than the code's place in `scalars`, or 0 for a scalar that GBK lacks.
    private static let places: [UInt16] = {
        var places = [UInt16](repeating: 0, count: 0x1_0000)
        for (place, scalar) in scalars.enumerated() {
            places[Int(scalar)] = UInt16(place + 1)
        }
        return places
    }()

    /// The text in UTF-8; nil when a byte is invalid.
    ///
    /// A code has exactly two valid bytes, so no lead byte can swallow a delimiter unnoticed (RELIABILITY T7).
    static func utf8(_ source: Span<UInt8>) -> [UInt8]? {
        let table = scalars
        // Two bytes become at most three.
        var text = [UInt8](repeating: 0, count: source.count + source.count / 2)
        var output = text.mutableSpan
        var (index, end) = (0, 0)
        while index < source.count {
            if index + 8 <= source.count, end + 8 <= output.count {
                // Eight signs of ASCII at a time.
                let word = unsafe source.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    var space = unsafe output.mutableBytes
                    space.storeBytes(of: word, toByteOffset: end, as: UInt64.self)
                    index += 8
                    end += 8
                    continue
                }
            }
            let lead = source[index]
            guard lead >= 0x80 else {
                output[end] = lead
                index += 1
                end += 1
                continue
            }
            guard index + 1 < source.count, let place = place(lead: lead, trail: source[index + 1]) else { return nil }
            // Every scalar of the table has two or three bytes in UTF-8, and none is half of a pair.
            let scalar = table[place]
            if scalar < 0x800 {
                output[end] = 0xC0 | UInt8(scalar >> 6)
            } else {
                output[end] = 0xE0 | UInt8(scalar >> 12)
                end += 1
                output[end] = 0x80 | UInt8(scalar >> 6 & 0x3F)
            }
            output[end + 1] = 0x80 | UInt8(scalar & 0x3F)
            index += 2
            end += 2
        }
        text.removeLast(text.count - end)
        return text
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
