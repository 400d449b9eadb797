/// Decodes `application/x-www-form-urlencoded` to bytes, whatever their character set (PROTOCOL 1.1).
enum FormDecoder {
    /// One parameter, percent-decoded.
    struct Pair: Sendable, Hashable {
        let name: [UInt8]
        let value: [UInt8]
    }

    /// Splits and decodes; parameters that are empty altogether (`&&`) are skipped.
    static func decode(_ encoded: [UInt8]) throws(NotificationError) -> [Pair] {
        var pairs: [Pair] = []
        for part in encoded.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try percentDecode(part[..<equals])
            pairs.append(Pair(name: name, value: try percentDecode(part[equals...].dropFirst())))
        }
        return pairs
    }

    private static func percentDecode(_ encoded: ArraySlice<UInt8>) throws(NotificationError) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count)
        var rest = encoded
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"): decoded.append(try hexByte(&rest))
            default: decoded.append(byte)
            }
        }
        return decoded
    }

    private static func hexByte(_ rest: inout ArraySlice<UInt8>) throws(NotificationError) -> UInt8 {
        guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
            throw .malformedPercentEncoding
        }
        return high << 4 | low
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
