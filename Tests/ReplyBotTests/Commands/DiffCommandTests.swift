import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// `replybot diff` as an operator runs it, and what a change of rules can break.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct DiffCommandTests {
    private static let old = """
        version: 1
        rules:
          - id: 退款
            match: [退款, 退货]
            reply: 一般 1-3 天退回。
            examples: [我要退款]
          - id: 问候
            match: [你好]
            reply: 您好！
        fallback: {reply: 没听懂。}

        """

    /// Runs a body in a folder with the rules in `rules/`, and a recording of the messages.
    private static func inShop(
        _ messages: [String] = ["我要退款", "退货", "你好", "嗯"],
        _ body: (URL) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appending(path: "rules"),
                withIntermediateDirectories: true
            )
            try write(old, to: folder)
            let lines = try entries(messages)
                .map { RecordedLine(JournaledEvent(id: EventID(rawValue: 1), entry: $0, decision: nil)).json() }
            try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "events.jsonl"))
            try await body(folder)
        }
    }

    /// The journal's entries of messages, each of another follower, two days apart: what is before leaves no doubt.
    private static func entries(_ messages: [String]) throws -> [JournalEntry] {
        let sender = try TestWorld.keys.get().sender
        return try messages.enumerated()
            .map { number, text in
                let time = TestWorld.start + Double(number) * 172_800
                let user = "2088\(String(format: "%012d", number))"
                let event = SimulatedEvent(.say(text), userID: user, created: time, messageID: "\(number)")
                let request = try sender.request(for: event)
                return JournalEntry(
                    dedupeKey: Array(repeating: UInt8(number), count: 16),
                    appID: SimulationKeys.appID,
                    userID: user,
                    kind: "text",
                    created: time,
                    received: time,
                    request: RecordedRequest(query: "", contentType: request.contentType, body: request.body)
                )
            }
    }

    private static func write(_ rules: String, to folder: URL, _ name: String = "rules/shop.yaml") throws {
        try rules.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static func diff(_ folder: URL, _ arguments: String...) async throws -> BotProcess.Outcome {
        try await BotProcess.run(
            ["diff", folder.appending(path: "old.yaml").path, folder.appending(path: "rules").path]
                + [folder.appending(path: "events.jsonl").path] + arguments
        )
    }

    /// Puts the old rules beside the folder, and changed ones into it.
    private static func change(_ folder: URL, _ text: String, _ other: String) throws {
        try write(old, to: folder, "old.yaml")
        try write(old.replacing(text, with: other), to: folder)
    }

    @Test func `an example that its rule no longer answers is found by check`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "[退款, 退货]", "[退货]")
            #expect(try await BotProcess.run(["check", folder.appending(path: "rules").path]).status == 1)
        }
    }

    @Test func `an answer that a test expects is found by test`() async throws {
        try await Self.inShop { folder in
            let test =
                "rules: [shop.yaml]\ndefaults: {at: \"2026-02-10T10:00\"}\n"
                + "tests: [{name: 问候, say: 你好, expect: {rule: 问候}}]\n"
            try Self.write(test, to: folder, "rules/shop_test.yaml")
            #expect(try await BotProcess.run(["test", folder.appending(path: "rules").path]).status == 0)
            try Self.change(folder, "[你好]", "[您好]")
            #expect(try await BotProcess.run(["check", folder.appending(path: "rules").path]).status == 0)
            #expect(try await BotProcess.run(["test", folder.appending(path: "rules").path]).status == 1)
        }
    }

    @Test func `an answer that followers asked for, and no example and no test, is found by diff`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "[退款, 退货]", "[退款]")
            #expect(try await BotProcess.run(["check", folder.appending(path: "rules").path]).status == 0)
            let outcome = try await Self.diff(folder, "--fail-on", "lost")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("退款 → 兜底"))
            #expect(outcome.output.hasSuffix("LOST=1 UNKNOWN=1 TOTAL=4\n"), "\(outcome.output)")
        }
    }

    @Test func `an account without a change passes, and a run without an event does not`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "", "")
            let outcome = try await Self.diff(folder, "--fail-on", "any")
            #expect(outcome.status == 0)
            #expect(outcome.output.hasSuffix("SAME=4 CHANGED=0 GAINED=0 LOST=0 UNKNOWN=0 TOTAL=4\n"))
            #expect(try await Self.diff(folder, "--since", "2030-01-01T00:00").status == 2)
        }
    }

    @Test func `both sides may be commits, with a path or that of the other side`() async throws {
        try await Self.inShop { folder in
            let git = ["-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@example.com"]
            for arguments in [["init", "-q", "-b", "main"], ["add", "rules"], ["commit", "-q", "-m", "old"]] {
                #expect(try ChildProcess(.init("/usr/bin/git", git + arguments)).waitUntilEnd() == 0)
            }
            try Self.change(folder, "[退款, 退货]", "[退款]")
            let (rules, events) = (folder.appending(path: "rules").path, folder.appending(path: "events.jsonl").path)
            let places = [
                ("git:main", rules), ("git:main:\(rules)", rules),
                ("git:main:\(rules)/shop.yaml", "\(rules)/shop.yaml"),
            ]
            for (old, new) in places {
                let outcome = try await BotProcess.run(["diff", old, new, events])
                #expect(outcome.output.contains("LOST=1"), "\(old): \(outcome.errors)")
            }
            let same = try await BotProcess.run(["diff", "git:main:\(rules)", "git:main:\(rules)", events])
            #expect(same.output.contains("SAME=4"))
            for wrong in [
                "git:nowhere:\(rules)", "git:main:\(rules)/nowhere", "git:--help:\(rules)", "git:",
                "git:main:\(rules)/../..",
            ] {
                let outcome = try await BotProcess.run(["diff", wrong, rules, events])
                #expect(outcome.status == 2, "\(wrong): \(outcome.output)")
                #expect(!outcome.errors.isEmpty)
            }
        }
    }

    @Test func `written tests run and pass`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "[退款, 退货]", "[退款]")
            let file = folder.appending(path: "rules/diff_test.yaml").path
            #expect(try await Self.diff(folder, "--write-tests", file).status == 0)
            let outcome = try await BotProcess.run(["test", file])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("1 个测试，0 个失败"))
        }
    }

    @Test func `a wrong word, number, rule or file is refused`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "", "")
            try Self.write("退宽: {exactly: 1}\n", to: folder, "expect.yaml")
            let wrong: [([String], Int32)] = [
                (["--fail-on", "loss"], 64), (["--only", "unknown"], 64), (["--max-lost", "-1"], 64),
                (["--max-changed", "2 %"], 64), (["--show", "-1"], 64), (["--by", "week"], 64),
                (["--format", "pdf"], 64),
                (["--rule", "退宽"], 2), (["--expect", folder.appending(path: "expect.yaml").path], 2),
                (["--expect", "/nowhere"], 2), (["--since", "tomorrow"], 2), (["--store", "x.db"], 64),
            ]
            for (arguments, status) in wrong {
                let outcome = try await BotProcess.run(
                    ["diff", folder.appending(path: "old.yaml").path, folder.appending(path: "rules").path]
                        + [folder.appending(path: "events.jsonl").path] + arguments
                )
                #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            }
        }
    }

    @Test func `a proof needs no events, has every format, and fails like a gate`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "[退款, 退货]", "[退款]")
            let sides = [folder.appending(path: "old.yaml").path, folder.appending(path: "rules").path, "--prove"]
            func prove(_ arguments: String...) async throws -> BotProcess.Outcome {
                try await BotProcess.run(["diff"] + sides + arguments + ["--lang", "en"])
            }
            let text = try await prove()
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.contains("lost          退款 → fallback: “退货”"), "\(text.output)")
            #expect(text.output.hasSuffix("PROOF=proved KINDS=2 LOST=1 GAINED=0 CHANGED=1 LATER=0 UNKNOWN=0\n"))
            #expect(try await prove("--fail-on", "gained").status == 0)
            #expect(try await prove("--fail-on", "gained,lost").status == 1)
            for (format, start) in [
                ("json", "{\n  \"gates\""), ("junit", "<?xml"), ("markdown", "### "), ("html", "<!DOCTYPE html>"),
            ] {
                let outcome = try await prove("--format", format, "--fail-on", "lost")
                #expect(
                    outcome.status == 1 && outcome.output.hasPrefix(start),
                    "\(format): \(outcome.output.prefix(80))"
                )
                #expect(outcome.output.contains("退货"), "\(format)")
            }
            for flag in [["--max-lost", "3"], ["--since", "7d"], ["--show", "2"], ["--earlier-handoffs"]] {
                let outcome = try await BotProcess.run(["diff"] + sides + flag + ["--lang", "en"])
                #expect(outcome.status == 64 && outcome.errors.contains("\(flag[0]) needs EVENTS or --store"))
            }
            let missing = try await BotProcess.run(["diff"] + sides.prefix(2) + ["--lang", "en"])
            #expect(missing.status == 64 && missing.errors.contains("EVENTS is missing"))
        }
    }

    @Test func `with events the proof is a section, and its gate sees what no event shows`() async throws {
        try await Self.inShop(["你好"]) { folder in
            try Self.change(folder, "[退款, 退货]", "[退款]")
            let plain = try await Self.diff(folder, "--fail-on", "lost")
            #expect(plain.status == 0, "\(plain.output)")
            let proved = try await Self.diff(folder, "--fail-on", "lost", "--prove", "--lang", "en")
            #expect(proved.status == 1)
            #expect(proved.output.contains("FAILED  --fail-on lost (--prove)  1 kind of message\n"), "\(proved.output)")
            #expect(proved.output.hasSuffix("SAME=0 CHANGED=0 GAINED=0 LOST=0 UNKNOWN=1 TOTAL=1\n"))
            let page = try await Self.diff(folder, "--prove", "--format", "html")
            #expect(page.status == 0 && page.output.contains("已证明") && page.output.contains(": proved"))
        }
    }

    @Test func `the width is that of COLUMNS, and a pipe without it has whole lines`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "[退款, 退货]", "[退款]")
            let arguments = [
                "diff", folder.appending(path: "old.yaml").path, folder.appending(path: "rules").path,
                folder.appending(path: "events.jsonl").path,
            ]
            let narrow = try await BotProcess.run(arguments, environment: ["COLUMNS": "40"])
            #expect(narrow.output.contains("失去回复\n  退款 → 兜底\n    1 ███"), "\(narrow.output)")
            for columns in ["", "x", "3"] {
                let whole = try await BotProcess.run(arguments, environment: ["COLUMNS": columns])
                #expect(whole.output.contains("失去回复  退款 → 兜底 | 1 ███"), "\(columns): \(whole.output)")
            }
        }
    }

    @Test func `the events of a store are compared like those of a recording`() async throws {
        try await Self.inShop { folder in
            try Self.change(folder, "[退款, 退货]", "[退款]")
            let database = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: database, options: .unhurried)
            for entry in try Self.entries(["我要退款", "退货", "你好", "嗯"]) { _ = try await store.record(entry) }
            try await store.close()
            let outcome = try await BotProcess.run([
                "diff", folder.appending(path: "old.yaml").path, folder.appending(path: "rules").path, "--store",
                database,
            ])
            #expect(outcome.output.contains("LOST=1 UNKNOWN=1 TOTAL=4"), "\(outcome.output) \(outcome.errors)")
        }
    }
}
