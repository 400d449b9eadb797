import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// `follower show`, `export` and `forget`, by the real binary, without a server.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct FollowerCommandTests {
    private static let user = TestWorld.user
    private static let other = "2088102122459941"

    private static let rules = TestRules.parse(
        """
        version: 1
        rules:
          - {id: 送货, match: [送货], reply: 请发地址。, ask: {slot: 地址, for: 30m}}
          - {id: 收地址, when: {asked: 地址}, reply: "记下了:{{slot.地址}}", cooldown: 60d}
          - {id: 人工, match: [人工], reply: 稍候。, handoff: {for: 1h}}
        """
    )

    /// A database with the events of two followers: an order with an address, and one message.
    private static func withDatabase(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: path, options: .unhurried)
            let now = Date()
            let current = CurrentRules(try rules.get(), loaded: now)
            try await store.decide(["送货", "桐城路一号 canary", "人工"], of: user, by: current, at: now)
            try await store.decide(["送货"], of: other, by: current, at: now)
            try await store.sendAll(at: now)
            try await store.close()
            try await body(path)
        }
    }

    private static func run(_ path: String, _ arguments: String...) async throws -> BotProcess.Outcome {
        try await BotProcess.run(["follower"] + arguments + ["--store", path, "--lang", "en"])
    }

    @Test func `show tells what is kept, and the texts only when asked for`() async throws {
        try await Self.withDatabase { path in
            let shown = try await Self.run(path, "show", Self.user)
            #expect(shown.status == 0, "\(shown.errors)")
            let parts = [
                "2088****8832", "last seen", "messages", "3 on ", "handed off until", "地址: 12 characters",
                "收地址, until ",
                "events: 3", "e1  ", "送货  1 sent",
            ]
            for part in parts { #expect(shown.output.contains(part), "\(part) in\n\(shown.output)") }
            for secret in ["canary", Self.user, "记下了"] { #expect(!shown.output.contains(secret), "\(secret)") }
            let whole = try await Self.run(path, "show", Self.user, "--text").output
            for part in ["地址: 桐城路一号 canary", "> 桐城路一号 canary", "< 记下了:桐城路一号 canary"] {
                #expect(whole.contains(part), "\(part) in\n\(whole)")
            }
            let one = try await Self.run(path, "show", Self.user, "--limit", "1").output
            #expect(one.contains("events: 3, the newest 1:") && !one.contains("e1  ") && one.contains("e3  "))
            let chinese = try await BotProcess.run(["follower", "show", Self.user, "--store", path, "--lang", "zh"])
            for part in ["上次互动", "答过", "事件 3 个"] { #expect(chinese.output.contains(part)) }
        }
    }

    @Test func `export is one JSON document with all of it, and of nobody else`() async throws {
        try await Self.withDatabase { path in
            let exported = try await Self.run(path, "export", Self.user)
            #expect(exported.status == 0, "\(exported.errors)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let document = try decoder.decode(Document.self, from: Data(exported.output.utf8))
            #expect(document.user == Self.user && document.contacts.count == 1 && document.events.count == 3)
            #expect(document.contacts.first?.state.slots == ["地址": "桐城路一号 canary"])
            #expect(document.contacts.first?.handoffUntil != nil)
            #expect(document.events.map(\.text) == ["送货", "桐城路一号 canary", "人工"])
            #expect(document.events.map { $0.replies.map(\.state) } == [["sent"], ["sent"], ["sent"]])
            #expect(exported.output.contains("记下了:桐城路一号 canary") && !exported.output.contains(Self.other))
            // The recorded request equals that of `events export`.
            let journal = try await ReplyStore.openReadOnly(path: path).events(limit: 1)
            #expect(document.events.first?.request.body == journal.first.map { Data($0.entry.request.body) })
        }
    }

    @Test func `forget deletes it, says what it was, and says what it cannot reach`() async throws {
        try await Self.withDatabase { path in
            let forgotten = try await Self.run(path, "forget", Self.user)
            #expect(forgotten.status == 0, "\(forgotten.errors)")
            for part in [
                "is deleted", "events 3, replies 3 (0 of them waited", "what Alipay has", "backups", "masked ids",
                "Digests",
            ] {
                #expect(forgotten.output.contains(part), "\(part) in\n\(forgotten.output)")
            }
            for line in forgotten.output.split(separator: "\n") { #expect(DisplayWidth.cells(String(line)) <= 80) }
            let files = try FileManager.default.contentsOfDirectory(
                at: URL(filePath: path).deletingLastPathComponent(),
                includingPropertiesForKeys: nil
            )
            for file in files where !file.lastPathComponent.hasSuffix(".ballast") {
                let bytes = try Data(contentsOf: file)
                for secret in ["canary", Self.user] {
                    let isFound = bytes.range(of: Data(secret.utf8)) != nil
                    #expect(!isFound, "\(secret) in \(file.lastPathComponent)")
                }
            }
            for verb in ["show", "export", "forget"] {
                let gone = try await Self.run(path, verb, Self.user)
                #expect(gone.status == 1 && gone.errors.contains("this follower is not known"), "\(verb)")
            }
            #expect(try await Self.run(path, "show", Self.other).output.contains("events: 1"))
        }
    }

    @Test func `a missing database and a missing user have their own statuses`() async throws {
        try await Self.withDatabase { path in
            for verb in ["show", "export", "forget"] {
                let missing = try await Self.run(path + ".none", verb, Self.user)
                let nobody = try await Self.run(path, verb)
                #expect((missing.status, nobody.status) == (2, 64), "\(verb)")
            }
            let none = try await Self.run(path, "show", Self.user, "--limit", "0")
            #expect(none.status == 64)
        }
    }

    private struct Document: Decodable {
        struct Follower: Decodable {
            struct State: Decodable {
                let slots: [String: String]
            }

            let state: State
            let handoffUntil: String?
        }

        struct Event: Decodable {
            struct Request: Decodable {
                let body: Data
            }

            struct Reply: Decodable {
                let state: String
            }

            let text: String?
            let request: Request
            let replies: [Reply]
        }

        let user: String
        let contacts: [Follower]
        let events: [Event]
    }
}
