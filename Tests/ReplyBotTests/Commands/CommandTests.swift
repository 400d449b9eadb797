import AlipayClient
import AlipaySimulator
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// The commands as an operator runs them.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct CommandTests {
    private static func run(_ arguments: String...) async throws -> BotProcess.Outcome {
        try await BotProcess.run(arguments)
    }

    @Test func `try names the rule that wins and its reply`() async throws {
        let outcome = try await Self.run("try", "我要退款", "--rules", "rules")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("退款 ← 关键词“退款”（2 字）"))
        #expect(outcome.output.contains("退款一般 1-3 个工作日原路退回"))
    }

    @Test func `try explains in English too, at a given time, and fails for another rule`() async throws {
        let outcome = try await Self.run(
            "try",
            "找人工",
            "--at",
            "2026-02-10T20:00",
            "--explain",
            "--lang",
            "en",
            "--expect",
            "退款"
        )
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("02-11 09:00"))
        #expect(outcome.errors.contains("expected rule 退款"))
    }

    static let statuses: [(arguments: [String], status: Int32)] = [
        (["check", "rules"], 0), (["test", "rules"], 0), (["check", "nowhere"], 2), (["test", "nowhere"], 2),
        (["test", "rules", "--run", "no such test"], 2), (["try"], 2), (["try", "x", "--at", "tomorrow"], 2),
        (["replay", "nowhere.jsonl"], 2), (["serve", "--config", "nowhere.yaml"], 2),
        (["events", "export", "--store", "/nowhere/x.db"], 2), (["nonsense"], 64),
        (["test", "rules", "--run", "退款", "--coverage-min", "50"], 64), (["check", "rules", "--at", "soon"], 2),
        (["check", "rules", "--strict", "--at", "2026-02-10T10:00"], 0),
        (["check", "rules", "--strict", "--at", "2027-03-01T10:00"], 3), (["check", "rules", "rules/shop.yaml"], 0),
        (["try", "x", "--lang", "fr"], 64),
    ]

    @Test(arguments: statuses)
    func `the exit status says how a command ended`(arguments: [String], status: Int32) async throws {
        #expect(try await BotProcess.run(arguments).status == status)
    }

    @Test func `test names what never won, lists it when it is too little, and is silent about it for some tests`()
        async throws
    {
        let all = try await Self.run("test", "rules")
        #expect(all.status == 0)
        #expect(all.output.contains("匹配条件 11/12（未覆盖：退款 的匹配条件 2）"))
        let demanding = try await Self.run("test", "rules", "--coverage-min", "100", "--lang", "en")
        #expect(demanding.status == 1)
        #expect(demanding.errors.contains("97 % is covered, less than 100 %"))
        #expect(demanding.errors.contains("  退款 clause 2  rules/shop.yaml:65"))
        let some = try await Self.run("test", "rules", "--run", "退款")
        #expect(some.status == 0)
        #expect(some.output.contains("1 个测试，0 个失败") && !some.output.contains("覆盖"))
    }

    @Test func `a folder that holds a copy is refused by check and by test, once`() async throws {
        try await withTemporaryFolder { folder in
            let rules = folder.appending(path: "rules")
            try FileManager.default.copyItem(at: URL(filePath: "rules"), to: rules)
            #expect(try await BotProcess.run(["test", rules.path]).status == 0)
            try FileManager.default.copyItem(at: URL(filePath: "rules"), to: rules.appending(path: "rules"))
            let tested = try await BotProcess.run(["test", rules.path])
            #expect(tested.status == 2)
            #expect(tested.errors.components(separatedBy: "error[RB228]").count == 3)
            let checked = try await BotProcess.run(["check", rules.path])
            #expect(checked.status == 1)
            #expect(checked.output.components(separatedBy: "error[").count == 2)
            #expect(checked.output.contains("rules/rules/shop.yaml:1:1: error[RB228]"))
        }
    }

    @Test func `check finds rules in a test file`() async throws {
        try await withTemporaryFolder { folder in
            for (name, text) in [
                ("a.yaml", "version: 1\nrules: [{id: 甲, match: 发票, reply: 好}]\n"),
                ("b_test.yaml", "version: 1\nrules: [{id: 乙, match: 退款, reply: 好}]\n"),
            ] { try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8) }
            let checked = try await BotProcess.run(["check", folder.path])
            #expect(checked.status == 1)
            #expect(checked.output.contains("b_test.yaml:2:1: error[RB226]"))
            let tested = try await BotProcess.run(["test", folder.path])
            #expect(tested.status == 2)
            #expect(tested.errors.components(separatedBy: "error[").count == 2)
        }
    }

    @Test func `check prints place, code, line, caret and remedy of every error`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "bad.yaml")
            try "version: 1\nrules:\n  - id: 甲\n    match: {contain: [退款]}\n    reply: 好\n    cooldown: soon\n"
                .write(to: file, atomically: true, encoding: .utf8)
            let outcome = try await BotProcess.run(["check", file.path])
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("bad.yaml:4:13: error[RB012]"))
            #expect(outcome.output.contains("bad.yaml:6:15: error[RB014]"))
            #expect(outcome.output.contains("^^^^^^^"))
        }
    }

    @Test func `a demo's recording replays to its golden decisions, and a changed rule is seen`() async throws {
        try await withTemporaryFolder { folder in
            let demo = try await BotProcess.run(["demo", "--output", folder.path])
            #expect(demo.status == 0, "\(demo.output)\n\(demo.errors)")
            let again = try await BotProcess.run(["demo", "--output", folder.path, "--lang", "en"])
            #expect(again.status == 2)
            #expect(again.errors.contains("is not overwritten"))
            let golden = folder.appending(path: "golden.jsonl").path
            let replay = [
                "replay", folder.appending(path: "events.jsonl").path, "--config",
                folder.appending(path: "replybot.yaml").path, "--golden", golden,
            ]
            #expect(try await BotProcess.run(replay).status == 2)
            #expect(try await BotProcess.run(replay + ["--update"]).status == 0)
            #expect(try await BotProcess.run(replay).status == 0)
            // With another key than the recording's nothing can be verified, and no golden file is written.
            let other = folder.appending(path: "other.txt")
            try Data(try SigningKey.generate().publicKeyBase64().utf8).write(to: other)
            let unwritten = folder.appending(path: "unwritten.jsonl").path
            let unverified = try await BotProcess.run(
                [
                    "replay", folder.appending(path: "events.jsonl").path, "--config",
                    folder.appending(path: "replybot.yaml").path, "--golden", unwritten, "--update", "--lang", "en",
                ],
                environment: ["ALIPAY_PUBLIC_KEY_FILE": other.path]
            )
            #expect(unverified.status == 1)
            #expect(unverified.errors.contains("none could be verified") && unverified.errors.contains("bad-signature"))
            #expect(!FileManager.default.fileExists(atPath: unwritten))
            let yaml = try String(contentsOf: Repository.root.appending(path: "rules/shop.yaml"), encoding: .utf8)
            let changed = folder.appending(path: "changed.yaml")
            try yaml.replacing("请发退款单号给我们。", with: "请发单号。")
                .write(to: changed, atomically: true, encoding: .utf8)
            let differing = try await BotProcess.run(replay + ["--rules", changed.path, "--lang", "en"])
            #expect(differing.status == 1)
            #expect(differing.errors.contains("1 differ"))
        }
    }
}
