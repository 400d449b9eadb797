import AlipayClient
import Evidence
import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// `replay` as an operator runs it.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct ReplayCommandTests {
    /// A redacted recording, which needs no key.
    private static func redacted() throws -> String {
        let texts = ["退款", "你好", "退款", "火星", "1"]
        let lines = try texts.enumerated()
            .map { number, text -> RecordedLine in
                let user = "208800000000000\(number % 2)"
                let event = RuleEvent(.text(text), userID: user, messageID: "m\(number)")
                let traffic = TrafficEvent(
                    follower: FollowerKey(account: "a", user: user),
                    key: try #require(EventKey(hex: String(repeating: "\(number)", count: 32))),
                    isStale: false,
                    event: event
                )
                return .event(traffic, received: TestWorld.start + Double(number) * 600)
            }
        let handoff = RecordedLine.handoff(
            FollowerKey(account: "a", user: "2088000000000009"),
            until: nil,
            received: TestWorld.start
        )
        return ([.redaction(["users": "pseudonyms"]), handoff] + lines).map { $0.json() + "\n" }.joined()
    }

    private static func withRedacted(_ body: (_ file: String, _ folder: URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(try redacted().utf8).write(to: file)
            try await body(file.path, folder)
        }
    }

    @Test func `the summary says that nothing was verified, and counts by rule and reason`() async throws {
        try await Self.withRedacted { file, _ in
            let english = try await BotProcess.run(["replay", file, "--lang", "en"])
            #expect(english.status == 0, "\(english)")
            #expect(
                english.output == """
                    not verified: the signatures of 0 requests were not checked; 5 redacted events have no signature

                    RULE      EVENTS  FOLLOWERS    SHARE
                    退款           2          1   40.0 %
                    fallback       1          1   20.0 %
                    营业时间       1          1   20.0 %
                    问候           1          1   20.0 %
                    total          5          2  100.0 %

                    hand-offs begun or ended by operators: 1

                    """
            )
            #expect(english.errors.isEmpty, "no progress bar in a pipe: \(english.errors)")
            let chinese = try await BotProcess.run(["replay", file, "--lang", "zh"])
            #expect(chinese.output.hasPrefix("没有验签：0 个请求的签名未检查，另有 5 个已脱敏的事件没有签名\n"))
            #expect(chinese.output.contains("人工接待的开始或结束：1\n"))
        }
    }

    @Test func `--list prints a line for each event, then the summary; json prints the golden lines alone`()
        async throws
    {
        try await Self.withRedacted { file, _ in
            let list = try await BotProcess.run(["replay", file, "--list", "--lang", "en"])
            let lines = list.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count > 6 && lines[0].hasPrefix("2026-02-10T02:00:00.000Z  text “退款”  →  退款"))
            #expect(lines[5].isEmpty && lines[6].hasPrefix("not verified"))
            let json = try await BotProcess.run(["replay", file, "--format", "json", "--lang", "en"])
            #expect(json.output.split(separator: "\n").count == 5)
            #expect(json.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"decision\":{") })
            #expect(json.errors.hasPrefix("not verified"))
        }
    }

    @Test func `a store replays as its export does, and a source is named`() async throws {
        try await Self.withRedacted { file, folder in
            let database = folder.appending(path: "r.db").path
            let rules = folder.appending(path: "rules.yaml")
            try Data("version: 1\nrules: [{id: 退款, match: [退款], reply: r}]".utf8).write(to: rules)
            let imported = try await BotProcess.run([
                "events", "import", file, "--store", database, "--rules", rules.path, "--lang", "en",
            ])
            #expect(imported.status == 0, "\(imported.errors)")
            #expect(imported.output == "5 events imported, 0 duplicates, 1 hand-off or rule change\n")
            let export = folder.appending(path: "export.jsonl")
            let exported = try await BotProcess.run(["events", "export", "--store", database])
            try Data(exported.output.utf8).write(to: export)
            for arguments in [["--list"], ["--format", "json"], []] {
                let replay = ["replay", "--rules", rules.path, "--lang", "en"] + arguments
                let (one, other) = (
                    try await BotProcess.run(replay + [export.path]),
                    try await BotProcess.run(replay + ["--store", database])
                )
                #expect(other.status == 0 && other.output == one.output, "\(other)")
                #expect(!other.output.isEmpty)
            }
            let missing = try await BotProcess.run(["replay", "--lang", "en"])
            #expect(missing.status == 64 && missing.errors.contains("EVENTS is missing: give a recording, or"))
            let both = try await BotProcess.run(["replay", file, "--store", database, "--lang", "en"])
            #expect(both.status == 64 && both.errors.contains("EVENTS and --store exclude each other"))
        }
    }

    @Test func `a database without events is no success`() async throws {
        try await withTemporaryFolder { folder in
            let database = folder.appending(path: "r.db").path
            let store = try ReplyStore(path: database)
            try await store.close()
            let outcome = try await BotProcess.run(["replay", "--store", database, "--lang", "en"])
            #expect(outcome.status == 2 && outcome.errors == "error: the database \(database) has no event\n")
        }
    }

    @Test func `a narrow terminal gets the table without the followers`() async throws {
        try await Self.withRedacted { file, _ in
            let narrow = try await BotProcess.run(["replay", file, "--lang", "en"], environment: ["COLUMNS": "40"])
            #expect(narrow.output.split(separator: "\n").allSatisfy { DisplayWidth.cells(String($0)) <= 40 })
            #expect(narrow.output.contains("RULE      EVENTS    SHARE\n"), "\(narrow.output)")
        }
    }

    @Test func `a golden comparison marks the changed words of a line`() async throws {
        try await Self.withRedacted { file, folder in
            let golden = folder.appending(path: "golden.jsonl")
            let replay = ["replay", file, "--golden", golden.path, "--lang", "en"]
            #expect(try await BotProcess.run(replay + ["--update"]).status == 0)
            #expect(try await BotProcess.run(replay).status == 0)
            let text = try String(contentsOf: golden, encoding: .utf8)
            try Data((text.replacing("火星", with: "木星") + "more\n").utf8).write(to: golden)
            let differing = try await BotProcess.run(replay)
            #expect(differing.status == 1)
            #expect(differing.errors.contains("golden.jsonl:4\n") && differing.errors.contains("[-木-]{+火+}星"))
            #expect(differing.errors.contains("golden.jsonl:6\n  [-more-]\n"))
            #expect(differing.errors.contains("5 decisions, 2 differ"))
            let nowhere = try await BotProcess.run(["replay", file, "--update", "--lang", "en"])
            #expect(nowhere.status == 64 && nowhere.errors.contains("--update needs --golden"))
        }
    }

    @Test func `--verify needs a key, and redacted events do not pass it`() async throws {
        try await Self.withRedacted { file, folder in
            let unable = try await BotProcess.run(["replay", file, "--verify", "--lang", "en"])
            #expect(unable.status == 2)
            let key = folder.appending(path: "key.txt")
            try Data(try TestWorld.keys.get().platform.publicKeyBase64().utf8).write(to: key)
            let environment = ["ALIPAY_PUBLIC_KEY_FILE": key.path, "ALIPAY_APP_ID": "2021000000000001"]
            let passed = try await BotProcess.run(["replay", file, "--lang", "en"], environment: environment)
            #expect(passed.status == 0, "\(passed)")
            #expect(
                passed.output.hasPrefix("verified: all 0 requests are valid; 5 redacted events have no signature\n")
            )
            let refused = try await BotProcess.run(
                ["replay", file, "--verify", "--lang", "en"],
                environment: environment
            )
            #expect(refused.status == 1)
            #expect(refused.output.contains("5 of 5 requests were refused (unsigned × 5)"))
        }
    }
}
