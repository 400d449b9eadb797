/// The character sets that a notification may declare (PROTOCOL 1.1).
public enum Charset: String, Sendable, CaseIterable {
    /// GBK as Java has it (PROTOCOL 1.3).
    case gbk = "GBK"
    /// UTF-8.
    case utf8 = "UTF-8"

    /// Reads the value of the `charset` parameter, in any case.
    ///
    /// - Parameter name: `GBK`, its relatives `GB2312` and `GB18030`, or `UTF-8`; anything else is nil.
    public init?(name: String) {
        // Swift's == also believes letters that only count as equal, such as the Kelvin sign for K.
        guard name.unicodeScalars.allSatisfy(\.isASCII) else { return nil }
        switch name.uppercased() {
        case "GBK", "GB2312", "GB18030": self = .gbk
        case "UTF-8", "UTF8": self = .utf8
        default: return nil
        }
    }

    /// Decodes strictly; nil when a byte does not belong, and never U+FFFD in its place.
    ///
    /// - Parameter bytes: text in this character set.
    /// - Returns: the text.
    public func decode(_ bytes: [UInt8]) -> String? {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .gbk: GBKCodec.utf8(bytes).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The same text in UTF-8, as strictly as `decode`.
    func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
        case .gbk: GBKCodec.utf8(bytes)
        }
    }

    /// Encodes; what GBK lacks becomes one `?` for each code point, as in Java (PROTOCOL 1.3).
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
