/// Makes foreign text fit to stand inside a reply (RELIABILITY T27).
enum InsertedText {
    /// The text on one line, without control characters and without characters that reorder or break lines.
    static func clean(_ text: String) -> String {
        let oneLine = text.unicodeScalars.map { $0 == "\n" ? " " : $0 }
        return String(String.UnicodeScalarView(oneLine.filter(isKept)))
    }

    /// The text with everything but unreserved characters (RFC 3986, 2.3) percent-encoded as UTF-8.
    static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
        default: scalar.properties.generalCategory != .control
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
