import AlipaySimulator
import BotCore
import Evidence
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Recorded traffic decides alike when it is replayed.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct ReplayTests {
    /// The demo's conversation as `events export` writes it, and its decisions.
    private static func record() async throws -> (recording: Recording, outcomes: [DecisionOutcome]) {
        try await TestWorld.run { world in
            var conversation = DemoConversation(
                courier: world.courier,
                decisions: world.decisions,
                rules: try TestRules.shop.get(),
                now: { world.clock.now() }
            )
            let results = try await conversation.play(DemoStep.all) { _ in }
            let lines = try await world.store.events(limit: 100).map { RecordedLine($0).json() }
            let recording = Recording(Data(lines.joined(separator: "\n").utf8), name: "demo")
            return (recording, results.compactMap { $0.decision?.outcome })
        }
    }

    @Test func `a recording of the demo replays to the same decisions, twice`() async throws {
        let (recording, outcomes) = try await Self.record()
        let first = try RecordedTraffic.decisions(on: recording, rules: TestRules.shop)
        let second = try RecordedTraffic.decisions(on: recording, rules: TestRules.shop)
        #expect(first == second)
        #expect(first.count == outcomes.count)
        #expect(first.compactMap(\.decision).map(\.outcomeText) == outcomes.map(\.text))
    }

    @Test func `a changed rule changes the golden comparison, and only where it answers`() async throws {
        let (recording, _) = try await Self.record()
        let golden = try RecordedTraffic.decisions(on: recording, rules: TestRules.shop)
        let yaml = try String(contentsOf: Repository.root.appending(path: "rules/shop.yaml"), encoding: .utf8)
        let changed = TestRules.parse(yaml.replacing("请发退款单号给我们。", with: "请发单号。"))
        let actual = try RecordedTraffic.decisions(on: recording, rules: changed)
        let comparison = GoldenComparison(
            golden: try golden.map { try $0.json() }.joined(separator: "\n"),
            actual: try actual.map { try $0.json() }
        )
        #expect(comparison.differences.count == 1)
        #expect(comparison.differences.first?.actual?.contains("请发单号。") == true)
    }

    @Test func `a request that was altered after recording is refused in the replay`() async throws {
        let (recording, _) = try await Self.record()
        var lines = try recording.lines().map(\.line)
        guard case .request(var request, let received) = lines[0] else { return }
        request.body += Array("&x=1".utf8)
        lines[0] = .request(request, received: received)
        let data = Data(lines.map { $0.json() }.joined(separator: "\n").utf8)
        let decisions = try RecordedTraffic.decisions(
            on: Recording(data, name: "altered"),
            rules: TestRules.shop
        )
        #expect(decisions[0].refused == "bad-signature")
        #expect(decisions[0].decision == nil)
    }

    @Test func `a redacted event decides as its request does`() async throws {
        let (recording, _) = try await Self.record()
        let reader = TrafficReader()
        let lines = try recording.lines()
            .map { numbered in
                guard case .event(let event) = try reader.entry(numbered)?.action else { return numbered.line }
                return .event(event, received: try #require(numbered.line.received))
            }
        let data = Data(lines.map { $0.json() }.joined(separator: "\n").utf8)
        let redacted = try RecordedTraffic.decisions(on: Recording(data, name: "redacted"), rules: TestRules.shop)
        #expect(try redacted == RecordedTraffic.decisions(on: recording, rules: TestRules.shop))
        #expect(lines.count { if case .event = $0 { true } else { false } } > 10)
    }

    @Test func `a recorded hand-off silences the bot, and a reload changes nothing`() async throws {
        let (recording, _) = try await Self.record()
        let lines = try recording.lines().map(\.line)
        let first = try #require(lines.compactMap(\.received).first)
        let followers = try recording.lines()
            .compactMap { line -> FollowerKey? in
                guard case .event(let event) = try TrafficReader().entry(line)?.action else { return nil }
                return event.follower
            }
        let handoffs = Set(followers).sorted()
            .map { RecordedLine.handoff($0, until: first + 7_200, received: first) }
        let operated: [RecordedLine] = handoffs + [.reload(rules: "00ff", received: first)] + lines
        let data = Data(operated.map { $0.json() }.joined(separator: "\n").utf8)
        let plain = try RecordedTraffic.decisions(on: recording, rules: TestRules.shop)
        let silenced = try RecordedTraffic.decisions(on: Recording(data, name: "operated"), rules: TestRules.shop)
        #expect(silenced.count == plain.count)
        #expect(silenced.count { $0.decision?.silent == "handoff" } > plain.count { $0.decision?.silent == "handoff" })
    }

    @Test func `a recording keeps query, content type, body and time to the millisecond`() throws {
        let request = RecordedRequest(query: "a=%C4", contentType: "text/plain; charset=GBK", body: [0, 255, 10, 13])
        let received = Date(timeIntervalSince1970: 1_770_688_800.123)
        let entry = JournalEntry(
            dedupeKey: Array(repeating: 1, count: 16),
            appID: "a",
            userID: "u",
            kind: "text",
            created: received,
            received: received,
            request: request
        )
        let line = RecordedLine(JournaledEvent(id: EventID(rawValue: 1), entry: entry, decision: nil)).json()
        #expect(try RecordedLine(json: line.utf8) == .request(request, received: received))
        #expect(line.contains("\"received\":\"2026-02-10T02:00:00.123Z\""))
    }

    @Test(arguments: ["", "\n", "{}", "{\"v\":2,\"received\":\"2026-02-10T02:00:00.000Z\"}", "not json"])
    func `a file that is no recording is refused by name and line`(text: String) {
        #expect(throws: CommandFailure.self) { try Recording(Data(text.utf8), name: "x.jsonl").lines() }
    }

    @Test func `a line that no request can have is not read to its end`() {
        // This one has no end.
        #expect(throws: CommandFailure.self) { try Recording(path: "/dev/zero").lines() }
    }

    @Test func `a file is the same in pieces as whole`() async throws {
        let (recording, _) = try await Self.record()
        let lines = try recording.lines().map { $0.line.json() }
        // Longer than one piece, and no multiple of it.
        let data = Data(Array(repeating: lines, count: 300).flatMap(\.self).joined(separator: "\n").utf8)
        #expect(data.count > 2 * Recording.lineLimit)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "long.jsonl")
            try data.write(to: file)
            let (pieces, whole) = (try Recording(path: file.path), Recording(data, name: "whole"))
            #expect(try pieces.lines().map(\.fingerprint) == whole.lines().map(\.fingerprint))
        }
    }

    @Test func `only the messages of the same day use up its quota`() throws {
        let rules = TestRules.parse(
            "version: 1\nlimits: {daily_per_user: 2, reserve_for_handoff: 0, per_minute: 0}\n"
                + "rules: [{id: a, match: [喂], reply: 在}]\n"
        )
        let sender = try TestWorld.keys.get().sender
        let days = try (0..<9)
            .map { number in
                let time = TestWorld.start + Double(number / 3) * 86_400 + Double(number) * 60
                let event = SimulatedEvent(.say("喂"), userID: TestWorld.user, created: time, messageID: "\(number)")
                let request = try sender.request(for: event)
                let recorded = RecordedRequest(query: "", contentType: request.contentType, body: request.body)
                let entry = JournalEntry(
                    dedupeKey: Array(repeating: UInt8(number), count: 16),
                    appID: SimulationKeys.appID,
                    userID: TestWorld.user,
                    kind: "text",
                    created: time,
                    received: time,
                    request: recorded
                )
                return RecordedLine(JournaledEvent(id: EventID(rawValue: 1), entry: entry, decision: nil)).json()
            }
        let recording = Recording(Data(days.joined(separator: "\n").utf8), name: "days")
        let silences = try RecordedTraffic.decisions(on: recording, rules: rules).map { $0.decision?.silent }
        #expect(silences == [nil, nil, "quota", nil, nil, "quota", nil, nil, "quota"])
    }
}

/// Replays recorded events from Swift, as `replybot replay` does.
enum RecordedTraffic {
    /// The decisions on a recording with rules, from empty state, under the keys of the tests.
    static func decisions(on recording: Recording, rules: Result<RuleSet, any Error>) throws -> [ReplayedDecision] {
        var replayer = Replayer(
            verifier: try TestWorld.keys.get().botIdentity().verifier,
            configuration: BotConfiguration(alipay: BotConfiguration.Alipay(appID: SimulationKeys.appID)),
            rules: try rules.get()
        )
        return try recording.lines().compactMap { try replayer.decide($0) }
    }
}

extension Recording {
    /// All lines.
    func lines() throws -> [NumberedLine] {
        var (recording, lines): (Recording, [NumberedLine]) = (self, [])
        while let line = try recording.next() { lines.append(line) }
        return lines
    }
}

extension NumberedLine {
    fileprivate var fingerprint: [String] { ["\(number)", line.json()] }
}

extension DecisionOutcome {
    fileprivate var text: String {
        switch self {
        case .replied(let rule): rule
        case .silent(let reason): "silent \(reason.rawValue)"
        }
    }
}

extension DecisionRecord {
    fileprivate var outcomeText: String { rule ?? silent.map { "silent \($0)" } ?? "" }
}
