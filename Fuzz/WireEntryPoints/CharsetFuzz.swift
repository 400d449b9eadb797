import AlipayClient

/// For any bytes: they are refused, or encode their text uniquely.
enum CharsetFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        for charset in Charset.allCases {
            guard let text = charset.decode(bytes) else { continue }
            if charset.encode(text) != bytes { return "\(charset.rawValue) comes back as other bytes" }
            if charset == .gbk, text.unicodeScalars.count > bytes.count { return "more letters than bytes" }
        }
        return questionMarkFault(String(decoding: bytes, as: UTF8.self))
    }

    /// Each code point that GBK lacks becomes one `?`, and nothing else changes.
    private static func questionMarkFault(_ text: String) -> String? {
        guard let written = Charset.gbk.decode(Charset.gbk.encode(text)) else { return "GBK that cannot be read" }
        let (before, after) = (Array(text.unicodeScalars), Array(written.unicodeScalars))
        guard before.count == after.count else { return "\(before.count) code points became \(after.count)" }
        let isChanged = zip(before, after).contains { $0 != $1 && $1 != "?" }
        return isChanged ? "a code point became another one than ?" : nil
    }
}
