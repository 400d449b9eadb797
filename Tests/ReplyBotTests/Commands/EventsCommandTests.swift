import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// `events`, by the real binary.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct EventsCommandTests {
    private static let yaml = """
        version: 1
        rules:
          - {id: 退款, match: [退款], reply: 请发单号。, cooldown: 1h}
          - {id: 退款进度, match: [退款进度], reply: 请稍候。}
          - {id: 人工, match: [人工], reply: 稍候。, handoff: {for: 1h}}
        fallback: {reply: 没明白。, cooldown: 1h}
        """

    /// A database with a conversation, and the rules that decided it.
    private static func withDatabase(_ body: (_ path: String, _ rules: String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "replybot.db").path
            let rules = folder.appending(path: "rules.yaml")
            try yaml.write(to: rules, atomically: true, encoding: .utf8)
            let store = try ReplyStore(path: path, options: .unhurried)
            let loaded = try LoadedRuleFiles(path: rules.path)
            let now = Date()
            let current = CurrentRules(loaded.rules, checksum: loaded.shortChecksum, loaded: now)
            try await store.record(RuleChange(at: now - 60, generation: 3, checksum: loaded.shortChecksum))
            let texts = ["退款进度怎么查", "我要退款", "退款", "我叫李明，电话13800138000", "人工", "退款"]
            try await store.decide(texts, of: TestWorld.user, by: current, at: now)
            try await store.sendAll(at: now)
            _ = try await store.setHandoff(userID: TestWorld.user, until: nil, at: now + 1)
            try await store.close()
            try await body(path, rules.path)
        }
    }

    private static func run(
        _ path: String,
        _ arguments: String...,
        lang: String = "en"
    ) async throws
        -> BotProcess.Outcome
    {
        try await BotProcess.run(["events"] + arguments + ["--store", path, "--lang", lang])
    }

    @Test func `ls lists the newest events with text and outcome, in 80 columns and without whole ids`() async throws {
        try await Self.withDatabase { path, _ in
            let list = try await Self.run(path, "ls")
            #expect(list.status == 0, "\(list.errors)")
            let rows = list.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(rows.first == ["EVENT", "RECEIVED", "USER", "OUTCOME", "REPLY", "TEXT"])
            #expect(rows.dropFirst().map { $0[0] } == ["e1", "e2", "e3", "e4", "e5", "e6"])
            #expect(rows[1].suffix(3) == ["退款进度", "sent", "退款进度怎么查"] && rows[1][3] == "2088****8832")
            #expect(list.output.contains("silent: cooling") && list.output.contains("silent: a perso"))
            #expect(!list.output.contains(TestWorld.user))
            for line in list.output.split(separator: "\n") { #expect(DisplayWidth.cells(String(line)) <= 80) }
            let silent = try await Self.run(path, "ls", "--silent", "cooldown", "--since", "1h", "--full")
            #expect(
                silent.output.contains("e3") && !silent.output.contains("e2") && silent.output.contains(TestWorld.user)
            )
            let texts = try await Self.run(path, "ls", "--text", "^退款$", "--format", "json", "--limit", "1")
            #expect(texts.output.split(separator: "\n").count == 1 && texts.output.contains(#""event":"e6""#))
            #expect(texts.errors.contains("raise --limit"))
            let none = try await Self.run(path, "ls", "--rule", "none", lang: "zh")
            #expect(none.status == 0 && none.output.isEmpty && none.errors.contains("没有符合的事件"))
            for (arguments, status) in [
                (["--silent", "x"], 64), (["--limit", "0"], 64), (["--text", "("], 2), (["--since", "soon"], 2),
            ] as [([String], Int32)] {
                let outcome = try await BotProcess.run(["events", "ls", "--store", path] + arguments)
                #expect(outcome.status == status, "\(arguments) \(outcome.errors)")
            }
        }
    }

    @Test func `show tells the story, with candidates only from the rules that decided`() async throws {
        try await Self.withDatabase { path, rules in
            let first = try await Self.run(path, "show", "e2", "--rules", rules)
            #expect(first.status == 0, "\(first.errors)")
            for part in [
                "e2 text", "我要退款", "verified", "generation 3, in use since", "退款", "the only match", "before",
                "known before", "after", "退款 cools until", "请发单号。", "try 1 ", ": arrived", "previous", "e1 ", "next",
                "e3 ",
            ] { #expect(first.output.contains(part), "\(part) in\n\(first.output)") }
            #expect(!first.output.contains(TestWorld.user))
            let lost = try await Self.run(path, "show", "1", "--rules", rules)
            #expect(lost.output.contains("longest match") && lost.output.contains("shorter match"))
            let silent = try await Self.run(path, "show", "e3", "--rules", rules)
            #expect(silent.output.contains("silent: cooling down") && silent.output.contains("replies"))
            let json = try await Self.run(path, "show", "e2", "--rules", rules, "--format", "json")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            )
            #expect(document["rule"] as? String == "退款" && document["rules_are_those_on_disk"] as? Bool == true)
            let attempts = (document["replies"] as? [[String: Any]])?.first?["attempts"] as? [[String: Any]]
            #expect(attempts?.first?["outcome"] as? String == "sent")
            try (Self.yaml + "\n# changed\n").write(toFile: rules, atomically: true, encoding: .utf8)
            let other = try await Self.run(path, "show", "e2", "--rules", rules)
            #expect(other.output.contains("see events why e2") && !other.output.contains("the only match"))
            #expect(try await Self.run(path, "show", "e99").status == 1)
            #expect(try await Self.run(path, "show", "x").status == 64)
        }
    }

    @Test func `why explains with the state of then, and says first that the rules are others`() async throws {
        try await Self.withDatabase { path, rules in
            let same = try await Self.run(path, "why", "e3", "--rules", rules)
            #expect(same.status == 0, "\(same.errors)")
            #expect(same.output.contains("state then: known before; 退款 cools until"))
            #expect(same.output.contains("silent: cooling down") && !same.output.contains("The rules are now"))
            try Self.yaml.replacing("id: 退款,", with: "id: 退货,")
                .write(toFile: rules, atomically: true, encoding: .utf8)
            let other = try await Self.run(path, "why", "e3", "--rules", rules)
            #expect(other.output.hasPrefix("The rules are now "), "\(other.output)\(other.errors)")
            #expect(other.output.contains("The answer would be another one now: silent: cooling"))
            let unchanged = try await Self.run(path, "why", "e1", "--rules", rules, lang: "zh")
            #expect(unchanged.output.contains("现在的回答一样"))
            #expect(try await Self.run(path, "why", "e3", "--rules", "/nowhere").status == 2)
        }
    }

    @Test func `export, redact and import make a store that decides alike`() async throws {
        try await Self.withDatabase { path, rules in
            let raw = try await Self.run(path, "export", "--rules", rules)
            #expect(raw.status == 0 && raw.output.split(separator: "\n").count == 8, "\(raw.errors)")
            #expect(raw.output.contains(#""handoff":"#) && raw.output.contains(#""reload":"#))
            let exported = try await Self.run(path, "export", "--redact", "--rules", rules)
            #expect(exported.status == 0 && exported.errors.contains("6 decisions compared, 0 differ"))
            for secret in [TestWorld.user, "李明", "13800138000", "body"] {
                #expect(!exported.output.contains(secret), "\(secret)")
            }
            let folder = URL(filePath: path).deletingLastPathComponent()
            let (file, key) = (folder.appending(path: "raw.jsonl"), folder.appending(path: "key"))
            try raw.output.write(to: file, atomically: true, encoding: .utf8)
            try "0123456789abcdef".write(to: key, atomically: true, encoding: .utf8)
            let arguments = ["events", "redact", file.path, "--rules", rules, "--key-file", key.path, "--lang", "en"]
            let (once, twice) = (try await BotProcess.run(arguments), try await BotProcess.run(arguments))
            #expect(once.status == 0 && once.output == twice.output, "\(once.errors)")
            #expect(once.output.hasPrefix(#"{"v":1,"redacted":{"decisions":"compared with the original's""#))
            let shared = folder.appending(path: "shared.jsonl")
            try once.output.write(to: shared, atomically: true, encoding: .utf8)
            let copy = folder.appending(path: "copy.db").path
            let imported = try await Self.run(copy, "import", shared.path, "--rules", rules)
            #expect(imported.status == 0 && imported.output.contains("6 events imported, 0 duplicates, 2 hand-offs"))
            let again = try await Self.run(copy, "import", shared.path, "--rules", rules)
            #expect(again.output.contains("0 events imported, 6 duplicates"))
            let list = try await Self.run(copy, "ls", "--format", "json")
            let rulesOf = list.output.split(separator: "\n").map { $0.contains(#""rule":"退款""#) }
            #expect(rulesOf == [false, true, false, false, false, false])
            #expect(list.output.contains(#""origin":"redacted""#) && !list.output.contains("13800138000"))
            let reexported = try await Self.run(copy, "export", "--rules", rules)
            let events = { (text: String) in text.split(separator: "\n").filter { $0.contains("\"event\":") } }
            #expect(events(reexported.output) == events(once.output))
        }
    }

    @Test func `a store that a server uses, a short key and a redaction flag alone are refused`() async throws {
        try await Self.withDatabase { path, rules in
            let raw = try await Self.run(path, "export", "--rules", rules).output
            let folder = URL(filePath: path).deletingLastPathComponent()
            let file = folder.appending(path: "raw.jsonl").path
            try raw.write(toFile: file, atomically: true, encoding: .utf8)
            let store = try ReplyStore(path: path, options: .unhurried)
            let refused = try await Self.run(path, "import", file, "--rules", rules)
            #expect(refused.status == 2 && refused.errors.contains("in use by another replybot process"))
            try await store.close()
            let key = folder.appending(path: "key").path
            try "short".write(toFile: key, atomically: true, encoding: .utf8)
            #expect(try await BotProcess.run(["events", "redact", file, "--key-file", key]).status == 2)
            #expect(try await Self.run(path, "export", "--keep-text").status == 64)
            #expect(try await BotProcess.run(["events", "import", file]).status == 64)
        }
    }
}
