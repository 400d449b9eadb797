import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// `mine` and `report` of the real binary.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct MineCommandTests {
    private static let rules = """
        version: 1
        rules:
          - {id: 退款, match: [退款], reply: 一到三天。, examples: [退款]}
        fallback: {reply: 没听懂。}

        """

    /// A folder with the rules of a shop.
    private static func withShop(_ body: (URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let rules = folder.appending(path: "rules")
            try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
            try Data(Self.rules.utf8).write(to: rules.appending(path: "shop.yaml"))
            try await body(folder)
        }
    }

    private static let texts = ["能开发票吗", "发票怎么开", "请问发票", "我要发票", "退款", "怎么退款"]

    private static func entries() throws -> [JournalEntry] {
        let sender = try TestWorld.keys.get().sender
        return try texts.enumerated()
            .map { number, text in
                let time = TestWorld.start + Double(number) * 1_000
                let user = "208810212245883\(number)"
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

    private static func recording(in folder: URL) throws -> String {
        let lines = try entries()
            .map { RecordedLine(JournaledEvent(id: EventID(rawValue: 1), entry: $0, decision: nil)).json() }
        let file = folder.appending(path: "events.jsonl")
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        return file.path
    }

    private static func run(_ arguments: [String]) async throws -> BotProcess.Outcome {
        try await BotProcess.run(arguments + ["--lang", "en"])
    }

    @Test func `proposals that are pasted pass check and test`() async throws {
        try await Self.withShop { folder in
            let (events, rules) = (try Self.recording(in: folder), folder.appending(path: "rules"))
            let mined = try await Self.run(["mine", events, "--rules", rules.path, "--yaml"])
            #expect(mined.status == 0, "\(mined.errors)")
            let parts = mined.output.components(separatedBy: "# ---- mined_test.yaml ----\n")
            try #require(parts.count == 2)
            try Data(parts[0].utf8).write(to: rules.appending(path: "mined.yaml"))
            try Data(parts[1].utf8).write(to: rules.appending(path: "mined_test.yaml"))
            let check = try await Self.run(["check", rules.path, "--strict"])
            #expect(check.status == 0, "\(check.output)")
            let test = try await Self.run(["test", rules.path])
            #expect(test.status == 0, "\(test.output)")
            // The rule on trial solves the question.
            let again = try await Self.run(["mine", events, "--rules", rules.path])
            #expect(again.output.contains("0 groups need an answer"))
            #expect(again.output.contains("1 solved"))
        }
    }

    @Test func `times are written as for the other commands, and a time without events is no success`() async throws {
        try await Self.withShop { folder in
            let (events, rules) = (try Self.recording(in: folder), folder.appending(path: "rules").path)
            for command in ["mine", "report"] {
                for since in ["1d", "2026-02-10", "2026-02-10T00:00", "2026-02-09T16:00:00Z", "00:00"] {
                    let run = try await Self.run([command, events, "--rules", rules, "--since", since])
                    #expect(run.status == 0, "\(command) \(since): \(run.errors)")
                    let before = try await Self.run([command, events, "--rules", rules, "--until", since])
                    #expect(before.status == 2, "no event came before \(since)")
                    #expect(before.errors.contains("--until is not after the first event"))
                }
                for until in ["2026-02-10T10:50", "2026-02-10T02:50:00Z", "1h"] {
                    let run = try await Self.run([command, events, "--rules", rules, "--until", until])
                    #expect(run.status == 0, "\(command) \(until): \(run.errors)")
                }
                let none = try await Self.run(
                    [command, events, "--rules", rules, "--since", "2026-02-10T11:00", "--until", "2026-02-10T10:30"]
                )
                #expect(none.status == 2 && none.errors.contains("--since must be before --until"))
                let late = try await Self.run([command, events, "--rules", rules, "--since", "2030-01-01"])
                #expect(late.status == 2, "\(command)")
                #expect(late.errors.contains("--since is after the last event"))
                for source in [[], [events, "--store", "replybot.db"]] {
                    let wrong = try await Self.run([command] + source + ["--rules", rules])
                    #expect(wrong.status == 64, "\(command)")
                }
            }
            for since in ["1d", "2026-02-10", "00:00"] {
                let run = try await Self.run(["diff", rules, rules, events, "--since", since])
                #expect(run.status == 0, "diff \(since): \(run.errors)")
            }
        }
    }

    @Test func `an end in the middle leaves out what comes later`() async throws {
        try await Self.withShop { folder in
            let (events, rules) = (try Self.recording(in: folder), folder.appending(path: "rules").path)
            // The six texts are 1,000 s apart, from 10:00 on.
            let mined = try await Self.run([
                "mine", events, "--rules", rules, "--until", "2026-02-10T10:50", "--min-users", "1",
            ])
            #expect(mined.output.contains(": 3 texts, 3 not understood"), "\(mined.output)")
            let report = try await Self.run([
                "report", events, "--rules", rules, "--since", "2026-02-10", "--until", "2026-02-10T11:10",
            ])
            #expect(report.output.contains("messages                5          0"), "\(report.output)")
        }
    }

    @Test func `the tests of proposals name rule files in subfolders`() async throws {
        try await Self.withShop { folder in
            let (events, rules) = (try Self.recording(in: folder), folder.appending(path: "rules"))
            let sub = rules.appending(path: "service")
            try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
            try FileManager.default.moveItem(
                at: rules.appending(path: "shop.yaml"),
                to: sub.appending(path: "shop.yaml")
            )
            let mined = try await Self.run(["mine", events, "--rules", rules.path, "--yaml"])
            #expect(mined.output.contains("rules: [\"service/shop.yaml\", \"mined.yaml\"]"), "\(mined.errors)")
            let both = try await Self.run(["mine", events, "--rules", rules.path, "--yaml", "--format", "json"])
            #expect(both.status == 64)
        }
    }

    @Test func `an ignored question is kept beside the rules`() async throws {
        try await Self.withShop { folder in
            let (events, rules) = (try Self.recording(in: folder), folder.appending(path: "rules"))
            let before = try await Self.run(["mine", events, "--rules", rules.path])
            #expect(before.output.contains("words: 发票 → answers 4 messages of 4 followers"))
            let noted = try await Self.run(["mine", "ignore", "发票", "--because", "soon", "--rules", rules.path])
            #expect(noted.status == 0, "\(noted.errors)")
            #expect(FileManager.default.fileExists(atPath: rules.appending(path: "mine-ignored.tsv").path))
            let after = try await Self.run(["mine", events, "--rules", rules.path])
            #expect(after.output.contains("1 is ignored"))
            #expect(!after.output.contains("words:"))
            let all = try await Self.run(["mine", events, "--rules", rules.path, "--all"])
            #expect(all.output.contains("ignored \"发票\": soon"))
        }
    }

    @Test func `a store tells what was really answered`() async throws {
        try await Self.withShop { folder in
            let path = folder.appending(path: "replybot.db").path
            let rules = folder.appending(path: "rules").path
            let store = try ReplyStore(path: path, options: .unhurried)
            for entry in try Self.entries() {
                guard case .first(let event) = try await store.record(entry) else { continue }
                try await store.commit(
                    DecidedEvent(
                        eventID: event,
                        contact: Contact(
                            appID: entry.appID,
                            userID: entry.userID,
                            lastInteraction: entry.received
                        ),
                        replies: [],
                        decision: #"{"normalization":1,"rule":"旧规则"}"#,
                        at: entry.received
                    )
                )
            }
            try await store.close()
            let report = try await Self.run(["report", "--store", path, "--rules", rules, "--since", "1d"])
            #expect(report.status == 0, "\(report.errors)")
            #expect(report.output.contains("旧规则"))
            #expect(report.output.contains("recorded decisions"))
            let page = try await Self.run(["report", "--store", path, "--rules", rules, "--format", "html"])
            #expect(page.output.hasPrefix("<!DOCTYPE html>"))
            let mined = try await Self.run(["mine", "--store", path, "--rules", rules, "--format", "json"])
            #expect(mined.output.contains("\"发票\""))
        }
    }

    @Test(arguments: [
        ["mine", "/nowhere.jsonl"], ["mine", "/dev/null"], ["report", "/nowhere.jsonl"],
        ["mine", "--store", "/nowhere.db"],
        ["report", "EVENTS", "--since", "yesterday"], ["mine", "ignore", " ", "--because", "x"],
    ])
    func `a command without its input says so and ends with 2`(arguments: [String]) async throws {
        try await Self.withShop { folder in
            let events = try Self.recording(in: folder)
            let rules = folder.appending(path: "rules").path
            let words = arguments.map { $0 == "EVENTS" ? events : $0 }
            let outcome = try await Self.run(words + ["--rules", rules])
            #expect(outcome.status == 2, "\(outcome.output) \(outcome.errors)")
            #expect(outcome.errors.hasPrefix("error:"))
        }
    }
}
