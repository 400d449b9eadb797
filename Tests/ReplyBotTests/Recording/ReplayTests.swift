import AlipaySimulator
import BotCore
import Evidence
import Foundation
import OperatorText
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
    private static func record() async throws -> (lines: [RecordedLine], outcomes: [DecisionOutcome]) {
        try await TestWorld.run { world in
            var conversation = DemoConversation(
                courier: world.courier,
                decisions: world.decisions,
                rules: try TestRules.shop.get(),
                now: { world.clock.now() }
            )
            let results = try await conversation.play(DemoStep.all) { _ in }
            let lines = try await world.store.events(limit: 100).map(RecordedLine.init)
            return (lines, results.compactMap { $0.decision?.outcome })
        }
    }

    @Test func `a recording of the demo replays to the same decisions, twice`() async throws {
        let (lines, outcomes) = try await Self.record()
        let first = try await RecordedTraffic.decisions(on: lines, rules: TestRules.shop)
        let second = try await RecordedTraffic.decisions(on: lines, rules: TestRules.shop)
        #expect(first == second)
        #expect(first.count == outcomes.count)
        #expect(first.compactMap(\.decision).map(\.outcomeText) == outcomes.map(\.text))
    }

    @Test func `a changed rule changes the golden comparison, and only where it answers`() async throws {
        let (lines, _) = try await Self.record()
        let golden = try await RecordedTraffic.decisions(on: lines, rules: TestRules.shop)
        let yaml = try String(contentsOf: Repository.root.appending(path: "rules/shop.yaml"), encoding: .utf8)
        let changed = TestRules.parse(yaml.replacing("请发退款单号给我们。", with: "请发单号。"))
        let actual = try await RecordedTraffic.decisions(on: lines, rules: changed)
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "golden.jsonl").path
            let file = try GoldenFile(path: path)
            for line in golden { try file.write(try line.json()) }
            #expect(throws: CommandFailure.self) { try GoldenComparison(path: path) }
            try file.keep()
            var comparison = try GoldenComparison(path: path)
            let differences = try actual.dropLast().compactMap { try comparison.compare(try $0.json()) }
            #expect(differences.count == 1)
            let difference = try #require(differences.first)
            #expect(difference.actual?.contains("请发单号。") == true)
            let changes = ChangedText(from: difference.expected ?? "", to: difference.actual ?? "")
            #expect(changes.marked.contains("请发[-退款-]单号[-给我们-]。"))
            let missing = try #require(try comparison.nextMissing())
            #expect(missing.line == golden.count && missing.actual == nil)
            #expect(try comparison.nextMissing() == nil)
        }
    }

    @Test func `a request that was altered after recording is refused in the replay`() async throws {
        let (lines, _) = try await Self.record()
        guard case .request(var request, let received) = lines[0] else { return }
        request.body += Array("&x=1".utf8)
        let altered = [.request(request, received: received)] + lines.dropFirst()
        let decisions = try await RecordedTraffic.decisions(on: altered, rules: TestRules.shop)
        #expect(decisions[0].refused == "bad-signature")
        #expect(decisions[0].decision == nil)
    }

    @Test func `a redacted event decides as its request does`() async throws {
        let (lines, _) = try await Self.record()
        let redacted = try lines.map { line -> RecordedLine in
            guard case .action(.event(let event)) = try TrafficReader().read(line), let received = line.received
            else { return line }
            return .event(event, received: received)
        }
        #expect(redacted.count { if case .event = $0 { true } else { false } } > 10)
        let decisions = try await RecordedTraffic.decisions(on: redacted, rules: TestRules.shop)
        #expect(try await decisions == RecordedTraffic.decisions(on: lines, rules: TestRules.shop))
    }

    @Test func `a recorded hand-off silences the bot, and a reload changes nothing`() async throws {
        let (lines, _) = try await Self.record()
        let first = try #require(lines.compactMap(\.received).first)
        let followers = try lines.compactMap { line -> FollowerKey? in
            guard case .action(.event(let event)) = try TrafficReader().read(line) else { return nil }
            return event.follower
        }
        let handoffs = Set(followers).sorted().map { RecordedLine.handoff($0, until: first + 7_200, received: first) }
        let operated: [RecordedLine] = handoffs + [.reload(rules: "00ff", received: first)] + lines
        let plain = try await RecordedTraffic.decisions(on: lines, rules: TestRules.shop)
        let silenced = try await RecordedTraffic.decisions(on: operated, rules: TestRules.shop)
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
        let (lines, _) = try await Self.record()
        // Longer than one piece, and no multiple of it.
        let repeated = Array(repeating: lines.map { $0.json() }, count: 300).flatMap(\.self)
        let data = Data(repeated.joined(separator: "\n").utf8)
        #expect(data.count > 2 * RecordingFile.pieceSize)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "long.jsonl")
            try data.write(to: file)
            let (pieces, whole) = (try Recording(path: file.path), Recording(data, name: "whole"))
            #expect(try pieces.lines().map(\.fingerprint) == whole.lines().map(\.fingerprint))
        }
    }

    @Test func `only the messages of the same day use up its quota`() async throws {
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
                return RecordedLine(JournaledEvent(id: EventID(rawValue: 1), entry: entry, decision: nil))
            }
        let silences = try await RecordedTraffic.decisions(on: days, rules: rules).map { $0.decision?.silent }
        #expect(silences == [nil, nil, "quota", nil, nil, "quota", nil, nil, "quota"])
    }
}

/// Replays recorded events from Swift, as `replybot replay` does.
enum RecordedTraffic {
    /// The decisions on lines with rules, from empty state, under the keys of the tests.
    static func decisions(
        on lines: [RecordedLine],
        rules: Result<RuleSet, any Error>,
        workers: Int = 2
    ) async throws -> [ReplayedDecision] {
        try await decisions(on: lines.map { $0.json() }, rules: rules, workers: workers)
    }

    private static func decisions(
        on lines: [String],
        rules: Result<RuleSet, any Error>,
        workers: Int
    ) async throws -> [ReplayedDecision] {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(lines.joined(separator: "\n").utf8).write(to: file)
            let replayer = Replayer(reader: try verifying, rules: try rules.get(), workers: workers, pieceSize: 4_096)
            var decisions: [ReplayedDecision] = []
            _ = try await replayer.replay(
                file.path,
                as: .json,
                emit: { line in
                    let json = Data((line.json ?? "").utf8)
                    decisions.append(try JSONDecoder().decode(ReplayedDecision.self, from: json))
                }
            )
            return decisions
        }
    }

    /// A reader that verifies with the keys of the tests.
    static var verifying: TrafficReader {
        get throws {
            TrafficReader(
                verifier: try TestWorld.keys.get().botIdentity().verifier,
                configuration: BotConfiguration(alipay: BotConfiguration.Alipay(appID: SimulationKeys.appID))
            )
        }
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
