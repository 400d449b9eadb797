import AlipaySimulator
import TestSupport
import Testing

@testable import OperatorText
@testable import ReplyBot

/// Foreign text stays one plain word in a log (RELIABILITY T16, F26).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct LogInjectionTests {
    /// Line ends, escapes, controls, right-to-left text, quotes, and imitations of our fields.
    private static let pieces = [
        "\n", "\r\n", "\u{1b}[2J", "\u{1b}]0;x\u{7}", "\u{0}", "\u{8}", "\u{7f}", "\u{85}", "\u{9b}", "\u{2028}",
        "\u{2029}",
        "\u{202e}", "\u{2066}", "\u{feff}", "\"", "\\", "]", " error ", " level=info ", "user=2088102122458832", "%s",
        "$(id)",
        "退款", "a", "7", "-", "_",
    ]

    private static func hostile(_ count: Int) -> [String] {
        var generator = SeededGenerator(seed: 26)
        return (0..<count)
            .map { _ in
                (0..<Int.random(in: 1...40, using: &generator))
                    .map { _ in
                        pieces[Int.random(in: pieces.indices, using: &generator)]
                    }
                    .joined()
            }
    }

    @Test func `five hundred hostile words are one short plain word each`() {
        let plain = /[A-Za-z0-9\-_.:\/?]+…?/
        for text in Self.hostile(500) {
            let word = ForeignText.word(text)
            #expect(
                word.wholeMatch(of: plain) != nil && word.count <= ForeignText.wordLimit + 1,
                "\(text.debugDescription)"
            )
        }
    }

    @Test func `a masked id has no sign of its own`() {
        for text in Self.hostile(500) {
            let id = "\(MaskedUserID(text))"
            #expect(id.allSatisfy { $0.isASCII && !$0.isNewline && $0 != "\u{1B}" }, "\(text.debugDescription)")
        }
    }

    @Test func `codes that a platform makes up write no line of their own`() async throws {
        let codes = Self.hostile(40)
        var options = TestWorld.Options()
        options.configure = { $0.limitsByAddress = false }
        try await TestWorld.run(options) { world in
            await world.platform.inject(codes.map { .refusal(status: 400, code: $0) })
            for number in codes.indices {
                try await world.deliver(.say("我要退款"), id: "\(number)", user: "20880000000000\(10 + number)")
            }
            try await world.logs.wait(for: "reply given up", count: codes.count)
            let controls = world.logs.lines.filter { line in
                line.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\u{202e}" }
            }
            #expect(controls == [])
            #expect(world.logs.lines.count { $0.contains("reply given up") } == codes.count)
        }
    }
}
