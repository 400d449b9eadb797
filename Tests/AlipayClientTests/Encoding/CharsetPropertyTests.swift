import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct CharsetPropertyTests {
    @Test(arguments: [UInt8](0x00...0xFF))
    func `two bytes of GBK are one scalar, or refused, and come back`(_ lead: UInt8) {
        for trail in UInt8.min...UInt8.max {
            let bytes = [lead, trail]
            let text = Charset.gbk.decode(bytes)
            let isPair = (0x81...0xFE).contains(lead) && (0x40...0xFE).contains(trail) && trail != 0x7F
            let isASCII = lead < 0x80 && trail < 0x80
            #expect(text?.unicodeScalars.count == (isPair ? 1 : isASCII ? 2 : nil), "\(bytes)")
            if let text { #expect(Charset.gbk.encode(text) == bytes, "\(bytes)") }
        }
    }

    @Test(arguments: [UInt8](0x80...0xFF))
    func `one byte above ASCII is no GBK`(_ byte: UInt8) {
        #expect(Charset.gbk.decode([byte]) == nil)
        #expect(Charset.gbk.decode([0xC4, 0xE3, byte]) == nil)
    }

    @Test(
        arguments: [
            ("你好", [0xC4, 0xE3, 0xBA, 0xC3]), ("€", [0xA2, 0xE3]), ("￥", [0xA3, 0xA4]),
            ("“”", [0xA1, 0xB0, 0xA1, 0xB1]),
            ("…", [0xA1, 0xAD]), ("—", [0xA1, 0xAA]), ("·", [0xA1, 0xA4]), ("镕", [0xE9, 0x46]), ("丂", [0x81, 0x40]),
            ("a\r\n\0~", [0x61, 0x0D, 0x0A, 0x00, 0x7E]), ("", []),
        ] as [(String, [UInt8])]
    )
    func `known letters have their codes`(_ text: String, _ bytes: [UInt8]) {
        #expect(Charset.gbk.encode(text) == bytes)
        #expect(Charset.gbk.decode(bytes) == text)
    }

    /// Four bytes are GB18030's own, which Java's GBK does not have.
    @Test(arguments: [[0x81, 0x30, 0x81, 0x30], [0x94, 0x39, 0xDA, 0x33], [0x84, 0x31, 0xA4, 0x37]] as [[UInt8]])
    func `four bytes are no GBK`(_ bytes: [UInt8]) {
        #expect(Charset.gbk.decode(bytes) == nil)
    }

    @Test(arguments: [("¥", "?"), ("😀", "?"), ("a😀😀b", "a??b"), ("e\u{301}", "e?"), ("👨‍👩‍👧", "?????"), ("ä", "?")])
    func `a code point that GBK lacks becomes one question mark`(_ text: String, _ expected: String) {
        #expect(Charset.gbk.encode(text) == Array(expected.utf8))
    }

    @Test(arguments: 1...10)
    func `random scalars come back from UTF-8`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<20 {
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)) {
                    scalars.append(scalar)
                }
            }
            let decoded = Charset.utf8.decode(Charset.utf8.encode(String(scalars)))
            #expect(decoded.map { Array($0.unicodeScalars) } == Array(scalars))
        }
    }

    @Test(arguments: 1...10, Charset.allCases)
    func `random bytes are refused, or are the one spelling of their text`(_ seed: UInt64, _ charset: Charset) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 1...6, using: &generator))
                .map { _ in UInt8.random(in: 0...255, using: &generator) }
            guard let text = charset.decode(bytes) else { continue }
            #expect(charset.encode(text) == bytes, "\(bytes)")
        }
    }
}
