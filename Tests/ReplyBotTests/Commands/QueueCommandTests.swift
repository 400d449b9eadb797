import BotCore
import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The output of `queue` and `handoff` of the real binary, without a server.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct QueueCommandTests {
    /// A database with a dead reply, a waiting one, and a quarantined event.
    private static func withDatabase(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: path, options: .unhurried)
            let now = Date()
            for (number, user) in ["2088102122458832", "2088102122458833", "2088102122458834"].enumerated() {
                let entry = JournalEntry(
                    dedupeKey: Array(repeating: UInt8(number), count: 16),
                    appID: "2021000000000001",
                    userID: user,
                    kind: "text",
                    created: now,
                    received: now - 100 + TimeInterval(number),
                    request: RecordedRequest(query: "", contentType: "", body: [])
                )
                guard case .first(let event) = try await store.record(entry) else { continue }
                guard number < 2 else {
                    _ = try await store.quarantine(event, reason: .poison)
                    continue
                }
                try await store.commit(decided(event, user, at: now - 100 + TimeInterval(number)))
            }
            let token = LeaseToken(rawValue: 1)
            let claimed = try await store.claim(limit: 1, now: now, leaseFor: 30, token: token, day: "2026-01-01")
            let reason = ReplyReason(code: "MSG_SD_NOBEHAVIOR", traceID: "0a1b2c")
            for reply in claimed.replies { _ = try await store.markDead(reply, reason: reason, at: now) }
            try await store.close()
            try await body(path)
        }
    }

    private static func decided(_ event: EventID, _ user: String, at time: Date) throws -> DecidedEvent {
        let message = QueuedMessage(message: .text("请发退款单号给我们。"), eventType: nil, ignoresHandoff: false)
        return DecidedEvent(
            eventID: event,
            contact: Contact(appID: "2021000000000001", userID: user, lastInteraction: time),
            replies: [ReplyDraft(message: try message.encoded(), expires: time + 300)],
            decision: #"{"normalization":1,"rule":"退款"}"#,
            at: time
        )
    }

    private static func run(_ path: String, _ arguments: String...) async throws -> BotProcess.Outcome {
        try await BotProcess.run(arguments + ["--store", path, "--lang", "en"])
    }

    @Test func `the list shows what there is, the newest last, in 80 columns, and says what to do`() async throws {
        try await Self.withDatabase { path in
            let list = try await Self.run(path, "queue", "ls")
            #expect(list.status == 0, "\(list.errors)")
            let rows = list.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(rows.first == ["NUMBER", "STATE", "AGE", "USER", "RULE", "TRIES", "CODE"])
            #expect(
                rows.dropFirst().prefix(3).map { $0.prefix(2) } == [["1", "dead"], ["2", "queued"], ["e3", "aside"]]
            )
            #expect(
                rows.dropFirst().prefix(3).map { $0.dropFirst(3) } == [
                    ["2088****8832", "退款", "1", "MSG_SD_NOBEHAVIOR"], ["2088****8833", "退款", "0", "-"],
                    ["2088****8834", "-", "0", "poison"],
                ]
            )
            for remedy in ["48 hours", "ended the process"] { #expect(list.output.contains(remedy)) }
            #expect(!list.output.contains("2088102122458832"))
            for line in list.output.split(separator: "\n") { #expect(DisplayWidth.cells(String(line)) <= 80) }
        }
    }

    @Test(arguments: [("dead", ["1"]), ("queued", ["2"]), ("aside", ["e3"]), ("sending", [])])
    func `a list can be of one state, and of JSON lines`(state: String, numbers: [String]) async throws {
        try await Self.withDatabase { path in
            let list = try await Self.run(path, "queue", "ls", "--state", state, "--format", "json")
            #expect(list.status == 0, "\(list.errors)")
            let lines = try list.output.split(separator: "\n")
                .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            #expect(lines.map(\.number) == numbers)
            #expect(lines.allSatisfy { $0.state == state && !$0.user.contains("2088102122458832") })
        }
    }

    private struct Line: Decodable {
        let number: String
        let state: String
        let user: String
    }

    @Test func `a limit leaves the newest`() async throws {
        try await Self.withDatabase { path in
            let list = try await Self.run(path, "queue", "ls", "--limit", "1", "--format", "json")
            #expect(list.output.contains(#""number":"e3""#) && list.output.split(separator: "\n").count == 1)
            #expect(try await Self.run(path, "queue", "ls", "--limit", "0").status == 64)
        }
    }

    @Test func `one reply is shown whole, its text only when asked for`() async throws {
        try await Self.withDatabase { path in
            let shown = try await Self.run(path, "queue", "show", "1")
            #expect(shown.status == 0, "\(shown.errors)")
            for part in ["dead", "e1", "2088****8832", "MSG_SD_NOBEHAVIOR", "0a1b2c", "48 hours", "退款"] {
                #expect(shown.output.contains(part), "\(part) in\n\(shown.output)")
            }
            #expect(!shown.output.contains("请发退款单号") && !shown.output.contains(" \n"))
            #expect(try await Self.run(path, "queue", "show", "1", "--text").output.contains("请发退款单号给我们。"))
            #expect(try await Self.run(path, "queue", "show", "e3").output.contains("poison"))
            let unknown = try await Self.run(path, "queue", "show", "99")
            #expect(unknown.status == 1 && unknown.errors.contains("no such number"))
        }
    }

    @Test func `retry and drop say what came of each number, and the status says whether all was done`() async throws {
        try await Self.withDatabase { path in
            let mixed = try await Self.run(path, "queue", "retry", "1", "2", "e3", "99")
            #expect(mixed.status == 1)
            #expect(mixed.output == "1: queued again, with a new lifetime\ne3: will be decided once more\n")
            #expect(mixed.errors.contains("2: it was not given up") && mixed.errors.contains("99: there is no such"))
            let dropped = try await Self.run(path, "queue", "drop", "1", "2")
            #expect(dropped.status == 0, "\(dropped.errors)")
            let empty = try await Self.run(path, "queue", "ls")
            #expect(empty.status == 0 && empty.errors.hasPrefix("the queue is empty: no reply waits"))
            let none = try await Self.run(path, "queue", "ls", "--state", "aside", "--state", "queued")
            #expect(none.status == 0 && none.errors == "the queue has nothing in this state: queued, aside\n")
            let all = try await Self.run(path, "queue", "retry", "--all")
            #expect(all.status == 0 && all.errors == "no reply was given up\n")
        }
    }

    @Test func `wrong use and a missing database have their own statuses`() async throws {
        try await Self.withDatabase { path in
            #expect(try await Self.run(path, "queue", "retry").status == 64)
            #expect(try await Self.run(path, "queue", "retry", "1", "--all").status == 64)
            #expect(try await Self.run(path, "queue", "drop", "x1").status == 64)
            #expect(try await Self.run(path, "handoff", "start", "2088", "--for", "2").status == 64)
            for verb in [["queue", "ls"], ["queue", "retry", "1"], ["handoff", "ls"]] {
                let missing = try await BotProcess.run(verb + ["--store", path + ".none", "--lang", "en"])
                #expect(missing.status == 2, "\(verb)")
            }
            #expect(!FileManager.default.fileExists(atPath: path + ".none"))
        }
    }

    /// Rules that name a zone and a cap, and a configuration that names the rules.
    private static func withAccount(
        _ body: (_ database: String, _ configuration: String) async throws -> Void
    ) async throws {
        try await withDatabase { path in
            let folder = URL(filePath: path).deletingLastPathComponent()
            let rules = folder.appending(path: "rules.yaml")
            let configuration = folder.appending(path: "bot.yaml")
            // The account is read in spite of a rule with an error.
            try "version: 1\naccount: {timezone: America/New_York}\nlimits: {handoff_cap: 3h}\nrules: [{id: a}]\n"
                .write(to: rules, atomically: true, encoding: .utf8)
            try "rules: {path: \(rules.path)}\n".write(to: configuration, atomically: true, encoding: .utf8)
            try await body(path, configuration.path)
        }
    }

    @Test func `times are in the account's zone, and say so`() async throws {
        try await Self.withAccount { path, configuration in
            let own = ["--store", path, "--lang", "en", "--config", configuration]
            let shown = try await BotProcess.run(["queue", "show", "1"] + own).output
            #expect(shown.firstMatch(of: /written +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d-0[45]:00 \(/) != nil, "\(shown)")
            let usual = try await Self.run(path, "queue", "show", "1").output
            #expect(usual.firstMatch(of: /written +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+08:00 \(/) != nil, "\(usual)")
            let lines = try await BotProcess.run(["queue", "ls", "--format", "json"] + own).output
            #expect(lines.firstMatch(of: /"since":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00"/) != nil, "\(lines)")
        }
    }

    @Test func `a hand-off ends when it says, be it shorter than what was asked for`() async throws {
        try await Self.withAccount { path, configuration in
            let own = ["--store", path, "--lang", "en", "--config", configuration]
            let start = Date()
            let long = try await BotProcess.run(["handoff", "start", "2088102122458832", "--for", "2d"] + own)
            #expect(long.status == 0 && long.errors.contains("limits.handoff_cap of the rules allows 3h"), "\(long)")
            let until = try #require(try await ReplyStore.openReadOnly(path: path).handoffs(at: start).first).until
            #expect(abs(until.timeIntervalSince(start) - 3 * 3_600) < 600)
            #expect(long.output.contains("until \(OperatorTime(zone: try Self.newYork()).text(until))"))
            let short = try await BotProcess.run(["handoff", "start", "2088102122458832", "--for", "2h"] + own)
            #expect(short.status == 0 && short.errors.isEmpty)
            // Without rules the default applies.
            let other = try await Self.run(path, "handoff", "start", "2088102122458832", "--for", "2d")
            #expect(other.errors.contains("allows 24h"))
            let list = try await BotProcess.run(["handoff", "ls"] + own).output
            #expect(list.firstMatch(of: #/\d\d:\d\d:\d\d-0[45]:00 /#) != nil, "\(list)")
        }
    }

    private static func newYork() throws -> TimeZone { try #require(TimeZone(identifier: "America/New_York")) }

    @Test func `a hand-off is begun, listed and ended`() async throws {
        try await Self.withDatabase { path in
            let user = "2088102122458832"
            #expect(try await Self.run(path, "handoff", "ls").errors == "no follower is answered by a person\n")
            let started = try await Self.run(path, "handoff", "start", user, "--for", "30m")
            #expect(started.status == 0 && started.output.contains("a person answers\nuntil "))
            let list = try await Self.run(path, "handoff", "ls")
            #expect(
                list.output.contains("2088****8832") && list.output.contains(" 29m ") && !list.output.contains(user)
            )
            #expect(try await Self.run(path, "handoff", "ls", "--full").output.contains(user))
            #expect(try await Self.run(path, "handoff", "ls", "--full", "--format", "json").output.contains(user))
            #expect(try await Self.run(path, "handoff", "end", user).status == 0)
            #expect(try await Self.run(path, "handoff", "ls").output.isEmpty)
            let unknown = try await Self.run(path, "handoff", "start", "2099")
            #expect(unknown.status == 1 && unknown.errors.contains("write the whole id"))
        }
    }

    @Test func `the lists are in Chinese, too, in 80 columns`() async throws {
        try await Self.withDatabase { path in
            let list = try await BotProcess.run(["queue", "ls", "--store", path, "--lang", "zh"])
            for part in ["编号", "已放弃", "等待", "搁置", "怎么办"].dropLast() { #expect(list.output.contains(part)) }
            for line in list.output.split(separator: "\n") { #expect(DisplayWidth.cells(String(line)) <= 80) }
            let shown = try await BotProcess.run(["queue", "show", "1", "--store", path, "--lang", "zh"])
            #expect(shown.output.contains("怎么办"))
        }
    }
}
