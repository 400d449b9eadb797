import AlipayClient
import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import OperatorText
@testable import ReplyBot
@testable import ReplyBotCommand

/// Text of others cannot control an operator's terminal, whatever shows it.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct ForeignTextTests {
    @Test(arguments: [
        ("退款 ok é 👍", "退款 ok é 👍"),
        ("a\u{1B}[2Jb\u{0}\u{7F}\u{9B}c", "a [2Jb   c"),
        ("1\n2\t3\r4\u{85}5\u{2028}6\u{2029}7\u{B}8", "1 2 3 4 5 6 7 8"),
        ("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}", "a b c d "),
        ("", ""),
    ])
    func `a text is shown on one line`(text: String, shown: String) {
        #expect(ForeignText.oneLine(text) == shown)
        let marked = ForeignText.oneLine(text, mark: "\u{FFFD}").unicodeScalars.map { $0 == "\u{FFFD}" ? " " : $0 }
        #expect(marked == Array(shown.unicodeScalars))
    }

    @Test func `a text is cut where its place is limited`() {
        #expect(ForeignText.oneLine("退款进度", limit: 2) == "退款…")
        #expect(ForeignText.oneLine("退款", limit: 2) == "退款")
        #expect(ForeignText.oneLine(String(repeating: "x", count: 5_000)).count == 5_000)
    }

    @Test func `a text of several lines keeps them`() {
        #expect(ForeignText.lines("一\n二\u{1B}[m\r\n\u{202E}三") == "一\n二 [m \n 三")
    }

    @Test(arguments: [
        ("MSG_SD_OVER_TIME", "MSG_SD_OVER_TIME"), ("http-502", "http-502"), ("a\nb 退\u{1B}[31m", "a?b????31m"),
        (String(repeating: "x", count: 81), String(repeating: "x", count: 80) + "…"), ("", ""),
    ])
    func `a code from outside is one short word in a log`(code: String, shown: String) {
        #expect(ForeignText.word(code) == shown)
    }

    @Test func `JSON keeps its meaning, and has no active code point`() throws {
        let texts = ["a\u{9B}b", "\u{202E}c", "\u{E0001}", "\u{2028}", "\"\\\n", "退款"]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .prettyPrinted
        let json = ForeignText.json(String(decoding: try encoder.encode(texts), as: UTF8.self))
        #expect(Self.active(json) == [])
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == texts)
    }

    /// The active code points of an output, without the ends of its lines.
    private static func active(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0 != "\n" && ForeignText.isActive($0) }
    }

    private static let rules = TestRules.parse(
        """
        version: 1
        rules:
          - {id: 送货, match: [送货], reply: "请发\\u202E\\u2028地址。", ask: {slot: 地址, for: 30m}}
          - {id: 收地址, when: {asked: 地址}, reply: "记下了：{{slot.地址}}"}
        """
    )

    /// All that XML may hold: it has no other control characters.
    private static let address = "桐城\u{9B}2J\u{202E}路\u{2028}一号\n二\u{2066}楼"

    @Test func `a follower's text shows in every report, on its line`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: path, options: .unhurried)
            let now = Date()
            try await store.decide(
                ["送货", Self.address],
                of: TestWorld.user,
                by: CurrentRules(try Self.rules.get(), loaded: now),
                at: now,
                charset: .utf8
            )
            try await store.close()
            let (reader, time) = (try ReplyStore.openReadOnly(path: path), OperatorTime())
            let record = try await reader.follower(TestWorld.user)
            let report = FollowerReport(record, at: now, in: time, showsText: true, limit: 9).render(.english)
            #expect(Self.active(report) == [], "\(report)")
            #expect(report.contains("  > 桐城 2J 路 一号 二 楼"), "\(report)")
            #expect(report.contains("地址: 桐城"), "\(report)")
            let export = try FollowerExport(record, of: TestWorld.user, at: now, in: time).json()
            #expect(Self.active(export) == [] && export.contains("桐城\\u009b2J\\u202e路"), "\(export)")
            for number in 1...2 {
                let id = ReplyID(rawValue: Int64(number))
                let shown = try await QueueReport.make(.reply(id), from: reader, showsText: true, at: now, in: time)
                let text = try #require(shown).render(.english)
                #expect(Self.active(text) == [], "\(text)")
                #expect(text.contains(number == 1 ? "请发  地址" : "桐城"), "\(text)")
            }
        }
    }
}
