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
        let equals: Int
        let end: Int
        private var nameEscapes = 0
        private var valueEscapes = 0

        init(of encoded: [UInt8], at start: Int) {
            self.start = start
            let bytes = encoded.span
            var index = start
            // Two plain loops, which the compiler makes quicker than one with three cases.
            while index < bytes.count, bytes[index] != UInt8(ascii: "&"), bytes[index] != UInt8(ascii: "=") {
                if bytes[index] == UInt8(ascii: "%") { nameEscapes += 1 }
                index += 1
            }
            equals = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "&") {
                valueEscapes += bytes[index] == UInt8(ascii: "%") ? 1 : 0
                index += 1
            }
            end = index
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
        let digits = hexDigits
        let values = digits.span
        var output = decoded.mutableSpan
        var index = range.lowerBound
        for place in output.indices {
            switch source[index] {
            case UInt8(ascii: "+"): output[place] = UInt8(ascii: " ")
            case UInt8(ascii: "%"):
                guard index + 2 < range.upperBound else { throw .malformedPercentEncoding }
                let (high, low) = (values[Int(source[index + 1])], values[Int(source[index + 2])])
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

    /// The value of each digit, and 255 for any other byte: a table, because digits and letters in no order defeat the
    /// processor's prediction of branches.
    private static let hexDigits: [UInt8] = (0...255)
        .map { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte) - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt8(byte) - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt8(byte) - UInt8(ascii: "A") + 10
            default: 255
            }
        }
}
