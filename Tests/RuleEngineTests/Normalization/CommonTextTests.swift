import TestSupport
import Testing

@testable import RuleEngine

/// The short way to the forms of a text gives what the long one gives.
@Suite(.timeLimit(.minutes(5)), .watched)
struct CommonTextTests {
    /// What messages are made of: most of it common, some of it not.
    private static let pieces: [String] = [
        "退款", "請問", "營業時間", "ＳＦ１２３", "Hello", "hi", "a", "１", "，", "？！", "。", "、", "《书》", "—", "·", "-", "$",
        " ", "  ", "　", "\t", "\n", "\r\n", "\r", "\u{2028}", "\u{A0}", "\u{200B}", "\u{200D}", "\u{FE0F}", "\u{FEFF}",
        "😀", "👍🏽", "👩\u{200D}👧", "❤️", "🇨🇳", "1\u{FE0F}\u{20E3}", "e\u{301}", "\u{301}", "ß", "İ", "ﬁ", "…", "①",
        "한국", "\u{1112}\u{1161}\u{11AB}", "が", "か\u{3099}", "ｶﾞ", "㍿", "𠀀", "(￣▽￣)", "\u{AD}", "\0", "µ", "Ω",
    ]

    private static func text(_ generator: inout SeededGenerator, from pieces: [String]) -> String {
        (0..<Int.random(in: 0...9, using: &generator)).compactMap { _ in pieces.randomElement(using: &generator) }
            .joined()
    }

    private static func expectSame(_ text: String) {
        let (quick, thorough) = (TextNormalizer.normalize(text), TextNormalizer.thoroughForm(of: text))
        let shown = text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
        #expect(quick.raw == thorough.raw, "\(shown)")
        #expect(quick.folded == thorough.folded, "\(shown)")
        #expect(quick.trimmed == thorough.trimmed, "\(shown)")
        #expect(quick.originIndexes == thorough.originIndexes, "\(shown)")
        #expect(quick.isTruncated == thorough.isTruncated, "\(shown)")
    }

    @Test func `texts of any pieces have the same forms`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 { Self.expectSame(Self.text(&generator, from: Self.pieces)) }
    }

    @Test func `texts of common pieces take the short way and have the same forms`() {
        var generator = SeededGenerator(seed: 11)
        let common = Self.pieces.filter { CommonText($0) != nil }
        #expect(common.count > 25)
        for _ in 0..<20_000 {
            let text = Self.text(&generator, from: common)
            #expect(CommonText(text) != nil)
            Self.expectSame(text)
        }
    }

    @Test func `every common character alone, and between two kinds of neighbours, has the same forms`() {
        for scalar in (UInt32(0)...0x3_FFFF).compactMap(Unicode.Scalar.init)
        where CommonCharacters.current[scalar.value].isKnown {
            Self.expectSame("\(scalar)")
            Self.expectSame("a\(scalar)b款\(scalar)")
        }
    }

    @Test(arguments: [1_999, 2_000, 2_001, 8_001])
    func `a long text has the same forms`(count: Int) {
        Self.expectSame(String(repeating: "款", count: count))
        Self.expectSame(String(repeating: "a ", count: count))
    }
}
