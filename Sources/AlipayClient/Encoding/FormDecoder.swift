/// Decodes `application/x-www-form-urlencoded` to bytes of any character set (PROTOCOL 1.1).
enum FormDecoder {
    /// One parameter, percent-decoded.
    struct Pair: Sendable, Hashable {
        let name: [UInt8]
        let value: [UInt8]

        func isNamed(_ other: String) -> Bool {
            name.count == other.utf8.count && name.elementsEqual(other.utf8)
        }
    }

    /// Splits and decodes; empty parameters (`&&`) are skipped.
    static func decode(_ encoded: [UInt8]) throws(NotificationError) -> [Pair] {
        var pairs: [Pair] = []
        pairs.reserveCapacity(8)
        var start = 0
        while start < encoded.count {
            let part = Part(of: encoded, at: start)
            if part.end > start { pairs.append(try part.decoded(encoded)) }
            start = part.end + 1
        }
        return pairs
    }

    /// The place of a parameter, and the number of escapes in its halves.
    private struct Part {
        let start: Int
        /// The first `=`, or the end.
        private(set) var equals: Int
        private(set) var end: Int
        private var nameEscapes = 0
        private var valueEscapes = 0

        init(of encoded: [UInt8], at start: Int) {
            self.start = start
            let bytes = encoded.span
            var index = start
            var equals: Int?
            scan: while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "&"): break scan
                case UInt8(ascii: "="): equals = equals ?? index
                case UInt8(ascii: "%"): if equals == nil { nameEscapes += 1 } else { valueEscapes += 1 }
                default: break
                }
                index += 1
            }
            end = index
            self.equals = equals ?? index
        }

        func decoded(_ encoded: [UInt8]) throws(NotificationError) -> Pair {
            Pair(
                name: try FormDecoder.percentDecode(encoded, in: start..<equals, escapes: nameEscapes),
                value: try FormDecoder.percentDecode(encoded, in: min(equals + 1, end)..<end, escapes: valueEscapes)
            )
        }
    }

    /// An escape turns three bytes into one, so the size is known beforehand.
    private static func percentDecode(
        _ encoded: [UInt8],
        in range: Range<Int>,
        escapes: Int
    ) throws(NotificationError) -> [UInt8] {
        guard range.count >= 3 * escapes else { throw .malformedPercentEncoding }
        var decoded = [UInt8](repeating: 0, count: range.count - 2 * escapes)
        let source = encoded.span
        var output = decoded.mutableSpan
        var index = range.lowerBound
        for place in output.indices {
            switch source[index] {
            case UInt8(ascii: "+"): output[place] = UInt8(ascii: " ")
            case UInt8(ascii: "%"):
                guard index + 2 < range.upperBound else { throw .malformedPercentEncoding }
                let (high, low) = (hexDigit(source[index + 1]), hexDigit(source[index + 2]))
                guard high | low < 16 else { throw .malformedPercentEncoding }
                output[place] = high << 4 | low
                index += 2
            case let byte: output[place] = byte
            }
            index += 1
        }
        // An escape that is cut off at the end leaves bytes over.
        guard index == range.upperBound else { throw .malformedPercentEncoding }
        return decoded
    }

    /// The value of a digit; 255 for any other byte.
    private static func hexDigit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: 255
        }
    }
}
