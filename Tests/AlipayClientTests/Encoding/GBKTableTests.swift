import TestSupport
import Testing

@testable import AlipayClient

/// The whole of JDK 17's GBK, in both directions.
@Suite(.timeLimit(.minutes(5)), .watched)
struct GBKTableTests {
    /// Each two-byte code with its scalar.
    private static func codes() throws -> [(bytes: [UInt8], scalar: Unicode.Scalar)] {
        try Vectors.text("gbk.txt").split(separator: "\n")
            .flatMap { line in
                let words = line.split(separator: " ")
                let lead = try #require(UInt8(words[0], radix: 16))
                let trails = Array(UInt8(0x40)...0x7E) + Array(0x80...0xFE)
                try #require(words.count == trails.count + 1)
                return try zip(trails, words.dropFirst())
                    .map { trail, word in
                        let value = try #require(UInt32(word, radix: 16))
                        return (bytes: [lead, trail], scalar: try #require(Unicode.Scalar(value)))
                    }
            }
    }

    @Test func `every two-byte code is the scalar that Java reads, and is written back`() throws {
        let codes = try Self.codes()
        #expect(codes.count == 23_940)
        let wrong = codes.filter { bytes, scalar in
            Charset.gbk.decode(bytes).map { Array($0.unicodeScalars) } != [scalar]
                || Charset.gbk.encode(String(scalar)) != bytes
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test func `a scalar without a code becomes one question mark`() throws {
        let known = Set(try Self.codes().map(\.scalar))
        let missing = (UInt32(0x80)...0x1_FFFF).compactMap(Unicode.Scalar.init).filter { !known.contains($0) }
        let wrong = missing.filter { Charset.gbk.encode(String($0)) != [0x3F] }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    /// Codes that the GB18030 of C libraries reads differently, by its version (PROTOCOL 1.3).
    @Test(
        arguments: [
            ([0xA6, 0xD9], 0xE78D), ([0xA6, 0xDF], 0xE793), ([0xA6, 0xEC], 0xE794), ([0xA6, 0xED], 0xE795),
            ([0xA6, 0xF3], 0xE796), ([0xA8, 0x92], 0x2641), ([0xA8, 0xBC], 0xE7C7), ([0xA8, 0xBF], 0xE7C8),
            ([0xA9, 0x89], 0xE7E7), ([0xA9, 0x95], 0xE7F3), ([0xFE, 0x50], 0xE815), ([0xFE, 0xA0], 0xE864),
        ] as [([UInt8], UInt32)]
    )
    func `codes are Java's where libraries differ`(_ bytes: [UInt8], _ scalar: UInt32) {
        #expect(Charset.gbk.decode(bytes)?.unicodeScalars.map(\.value) == [scalar])
    }

    @Test(arguments: ["\u{FE10}", "\u{1E3F}", "\u{01F9}", "\u{303E}", "\u{2FF0}", "\u{2E81}", "\u{2295}", "\u{30FB}"])
    func `Java lacks the characters that libraries write for those codes`(_ text: String) {
        #expect(Charset.gbk.encode(text) == [0x3F])
    }
}
