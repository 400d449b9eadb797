import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct FormDecoderTests {
    @Test(
        arguments: [
            ("", []),
            ("&&", []),
            ("a", [("a", "")]),
            ("a=", [("a", "")]),
            ("=b", [("", "b")]),
            ("=", [("", "")]),
            ("a=b=c", [("a", "b=c")]),
            ("&a=1&&b=2&", [("a", "1"), ("b", "2")]),
            ("+", [(" ", "")]),
            ("a+b=c+d", [("a b", "c d")]),
            ("a=%2B%20+", [("a", "+  ")]),
            ("a=1;b=2", [("a", "1;b=2")]),
            ("a%26b=c%3Dd", [("a&b", "c=d")]),
            ("a%00=%00", [("a\0", "\0")]),
            ("%61=%6a%6A", [("a", "jj")]),
            ("a=%2541", [("a", "%41")]),
            ("a=\u{4F60}", [("a", "\u{4F60}")]),
        ] as [(String, [(String, String)])]
    )
    func `a form is split and decoded once`(_ encoded: String, _ expected: [(String, String)]) throws {
        let pairs = try FormDecoder.decode(Array(encoded.utf8))
        #expect(pairs.map(\.name) == expected.map { Array($0.0.utf8) })
        #expect(pairs.map(\.value) == expected.map { Array($0.1.utf8) })
    }

    @Test(arguments: [
        "%", "%4", "%zz", "a=%", "a=%4", "a=%4&b=1", "%4=1", "a=%g0", "a=%0g", "a=% 0", "a=%+1", "a=%-1", "a=%%41",
        "name%=1", "name%4", "a=value%", "a=value%4", "a=%41value%", "a=value%&b=1",
    ])
    func `a percent sign without two digits is refused`(_ encoded: String) {
        #expect(throws: NotificationError.malformedPercentEncoding) { try FormDecoder.decode(Array(encoded.utf8)) }
    }

    @Test func `bytes that are no text are kept`() throws {
        let pairs = try FormDecoder.decode(Array("a=%C4%FF%00".utf8) + [0xE3])
        #expect(pairs.map(\.value) == [[0xC4, 0xFF, 0x00, 0xE3]])
    }

    @Test(arguments: 1...20)
    func `random parameters come back from their form`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let pairs = (0..<Int.random(in: 1...8, using: &generator))
                .map { _ in
                    FormDecoder.Pair(name: bytes(&generator), value: bytes(&generator))
                }
            let form = pairs.map { RequestMutation.respell($0, using: &generator) }.joined(separator: [0x26])
            #expect(try FormDecoder.decode(Array(form)) == pairs)
        }
    }

    private func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...20, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
