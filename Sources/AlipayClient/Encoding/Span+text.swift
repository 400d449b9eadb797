internal import Foundation

extension Span<UInt8> {
    /// Whether the bytes of a range are those of a word in ASCII.
    package func holds(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return unsafe extracting(range)
            .withUnsafeBytes { bytes in
                word.withUTF8Buffer { word in
                    guard let left = bytes.baseAddress, let right = word.baseAddress else { return true }
                    return unsafe memcmp(left, right, word.count) == 0
                }
            }
    }

    /// Whether the bytes of a range are those of a text.
    func holds(text: String, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8.count else { return false }
        let letters = text.utf8Span.span
        return unsafe extracting(range)
            .withUnsafeBytes { bytes in
                unsafe letters.withUnsafeBytes { letters in
                    guard let left = bytes.baseAddress, let right = letters.baseAddress else { return true }
                    return unsafe memcmp(left, right, letters.count) == 0
                }
            }
    }

    /// The text of a range; nil when it is no UTF-8.
    package func text(in range: Range<Int>) -> String? {
        let isASCII = isASCII(in: range)
        return unsafe extracting(range)
            .withUnsafeBufferPointer { buffer in
                // Validation takes much longer than a look at each byte.
                if isASCII { return unsafe String(decoding: buffer, as: UTF8.self) }
                return unsafe String(validating: buffer, as: UTF8.self)
            }
    }

    /// Whether a range is UTF-8.
    func isText(in range: Range<Int>) -> Bool {
        isASCII(in: range) || text(in: range) != nil
    }

    private func isASCII(in range: Range<Int>) -> Bool {
        var seen = UInt8(0)
        for index in range { seen |= self[index] }
        return seen < 0x80
    }
}
