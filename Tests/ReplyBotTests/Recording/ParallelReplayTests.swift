import AlipaySimulator
import Evidence
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// A replay on several cores gives what one core gives.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ParallelReplayTests {
    /// Traffic of a few followers with redeliveries, some of them under another follower, hand-offs and reloads.
    private static func lines(seed: UInt64, count: Int) throws -> [RecordedLine] {
        var random = SeededGenerator(seed: seed)
        let texts = ["退款", "我要退款", "转人工", "你好", "1", "快递：SF123456789012", "谢谢", "查快递", "0", "今天天气不错"]
        var moment = TestWorld.start
        return try (0..<count)
            .map { number in
                moment += Double(Int.random(in: 0..<40, using: &random))
                let follower = FollowerKey(
                    account: SimulationKeys.appID,
                    user: "208800000000\(Int.random(in: 1_000..<1_040, using: &random))"
                )
                switch Int.random(in: 0..<50, using: &random) {
                case 0: return .handoff(follower, until: moment + 300, received: moment)
                case 1: return .handoff(follower, until: nil, received: moment)
                case 2: return .reload(rules: "00ff", received: moment)
                default:
                    // One event in twenty comes again.
                    let identity = Int.random(in: 0..<20, using: &random) == 0 ? max(0, number - 30) : number
                    let event = RuleEvent(
                        .text(texts.randomElement(using: &random) ?? ""),
                        userID: follower.user,
                        messageID: "m\(identity)"
                    )
                    let digits = String(identity, radix: 16)
                    let key = String(repeating: "0", count: 32 - digits.utf8.count) + digits
                    let isStale = Int.random(in: 0..<30, using: &random) == 0
                    let traffic = TrafficEvent(
                        follower: follower,
                        key: try #require(EventKey(hex: key)),
                        isStale: isStale,
                        event: event
                    )
                    return .event(traffic, received: moment)
                }
            }
    }

    private static func run(
        _ path: String,
        workers: Int,
        pieceSize: Int
    ) async throws -> (output: [ReplayedLine], summary: ReplaySummary) {
        let replayer = Replayer(
            reader: TrafficReader(),
            rules: try TestRules.shop.get(),
            workers: workers,
            pieceSize: pieceSize
        )
        var output: [ReplayedLine] = []
        let summary = try await replayer.replay(path, as: [.json, .text], emit: { output.append($0) })
        return (output, summary)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `one, two and seven workers, and a plain simulation, give the same lines in the same order`(
        seed: UInt64
    ) async throws {
        let lines = try Self.lines(seed: seed, count: 3_000)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(lines.map { $0.json() }.joined(separator: "\n").utf8).write(to: file)
            let (output, summary) = try await Self.run(file.path, workers: 1, pieceSize: 1 << 18)
            for (workers, pieceSize) in [(2, 2_000), (7, 3_000), (2, 1 << 18)] {
                let other = try await Self.run(file.path, workers: workers, pieceSize: pieceSize)
                #expect(other.output == output)
                #expect(other.summary == summary)
            }
            var simulation = TrafficSimulation(rules: try TestRules.shop.get())
            var plain: [String] = []
            for (place, line) in lines.enumerated() {
                let numbered = NumberedLine(number: place + 1, line: line, bytes: [])
                let entry = try #require(try TrafficReader().entry(numbered))
                switch simulation.apply(entry) {
                case .decided(let decision, _): plain.append("\(place + 1) \(decision.outcome)")
                case .undecided(let reason): plain.append("\(place + 1) \(DecisionOutcome.silent(reason))")
                case nil: break
                }
            }
            let decided = try output.map { line -> String in
                let json = Data((line.json ?? "").utf8)
                let decision = try JSONDecoder().decode(ReplayedDecision.self, from: json)
                let silent = (decision.undecided ?? decision.decision?.silent).flatMap(SilenceReason.init(rawValue:))
                let outcome = silent.map { DecisionOutcome.silent($0) } ?? .replied(rule: decision.decision?.rule ?? "")
                return "\(decision.line) \(outcome)"
            }
            #expect(decided == plain)
            #expect(summary.total.events == plain.count)
            #expect(summary.total.followers == 40)
            #expect(summary.answers[.silent(.duplicate)]?.events ?? 0 > 50)
            #expect(summary.handoffs > 10 && summary.reloads > 10)
        }
    }

    @Test func `the summary counts each answer, and each follower of it once`() async throws {
        let lines = try Self.lines(seed: 4, count: 500)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(lines.map { $0.json() }.joined(separator: "\n").utf8).write(to: file)
            let (output, summary) = try await Self.run(file.path, workers: 3, pieceSize: 2_000)
            var events: [String: Int] = [:]
            var followers: [String: Set<String>] = [:]
            for line in output {
                let json = Data((line.json ?? "").utf8)
                let decision = try JSONDecoder().decode(ReplayedDecision.self, from: json)
                guard case .event(let event, _) = lines[decision.line - 1] else { continue }
                let answer = decision.undecided ?? decision.decision?.silent ?? decision.decision?.rule ?? "?"
                events[answer, default: 0] += 1
                followers[answer, default: []].insert(event.follower.user)
            }
            for (answer, count) in summary.answers {
                let name: String
                switch answer {
                case .replied(let rule): name = rule
                case .silent(let reason): name = reason.rawValue
                }
                #expect(count.events == events[name], "\(name)")
                #expect(count.followers == followers[name]?.count, "\(name)")
            }
            #expect(summary.answers.count == events.count)
        }
    }

    @Test(arguments: [1, 3])
    func `a hundred answers are counted each, with their followers`(workers: Int) async throws {
        let rules = (0..<100).map { "  - {id: r\($0), match: {exact: [k\($0)]}, reply: ok}\n" }.joined()
        var random = SeededGenerator(seed: 9)
        var events: [Int: Int] = [:]
        var followers: [Int: Set<Int>] = [:]
        let lines = try (0..<4_000)
            .map { number -> RecordedLine in
                let (answer, follower) = (
                    Int.random(in: 0..<100, using: &random), Int.random(in: 0..<30, using: &random)
                )
                events[answer, default: 0] += 1
                followers[answer, default: []].insert(follower)
                let user = "2088000000001\(100 + follower)"
                let digits = String(number + 0x1000, radix: 16)
                let event = TrafficEvent(
                    follower: FollowerKey(account: SimulationKeys.appID, user: user),
                    key: try #require(EventKey(hex: String(repeating: "0", count: 32 - digits.utf8.count) + digits)),
                    isStale: false,
                    event: RuleEvent(.text("k\(answer)"), userID: user, messageID: "m\(number)")
                )
                return .event(event, received: TestWorld.start + Double(number) * 60)
            }
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(lines.map { $0.json() }.joined(separator: "\n").utf8).write(to: file)
            let set = TestRules.parse("version: 1\nlimits: {per_minute: 0}\nrules:\n\(rules)")
            let replayer = Replayer(reader: TrafficReader(), rules: try set.get(), workers: workers)
            let summary = try await replayer.replay(file.path)
            #expect(summary.total == ReplaySummary.Count(events: 4_000, followers: 30))
            #expect(summary.answers.count == 100)
            for answer in 0..<100 {
                let count = summary.answers[.replied(rule: "r\(answer)")]
                #expect(count?.events == events[answer] && count?.followers == followers[answer]?.count, "r\(answer)")
            }
        }
    }

    @Test(arguments: [1, 2, 7])
    func `a broken line is named by its number, after the results of the lines before it`(workers: Int) async throws {
        var texts = try Self.lines(seed: 5, count: 400).map { $0.json() }
        texts[250] = "{\"v\":1}"
        texts[300] = "nonsense"
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(texts.joined(separator: "\n").utf8).write(to: file)
            let replayer = Replayer(
                reader: TrafficReader(),
                rules: try TestRules.shop.get(),
                workers: workers,
                pieceSize: 1_500
            )
            var last = 0
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await replayer.replay(
                    file.path,
                    as: .json,
                    emit: { line in
                        let json = Data((line.json ?? "").utf8)
                        last = try JSONDecoder().decode(ReplayedDecision.self, from: json).line
                    }
                )
            }
            #expect(failure?.description.contains("events.jsonl:251:") == true)
            #expect(last <= 250 && last > 240)
        }
    }

    @Test(arguments: ["", "\n\n", " \r\n"])
    func `a file without lines is refused`(text: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(text.utf8).write(to: file)
            let replayer = Replayer(reader: TrafficReader(), rules: try TestRules.shop.get())
            await #expect(throws: CommandFailure.self) { _ = try await replayer.replay(file.path) }
        }
    }

    @Test func `redacted events pass where signatures are checked, and are refused where verification is asked for`()
        async throws
    {
        let lines = try Self.lines(seed: 6, count: 200)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            try Data(lines.map { $0.json() }.joined(separator: "\n").utf8).write(to: file)
            let keys = try TestWorld.keys.get()
            let configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: SimulationKeys.appID))
            for refuses in [false, true] {
                let reader = TrafficReader(
                    verifier: try keys.botIdentity().verifier,
                    configuration: configuration,
                    refusingUnsigned: refuses
                )
                let summary = try await Replayer(reader: reader, rules: try TestRules.shop.get()).replay(file.path)
                #expect(summary.unsigned > 150 && summary.signed == 0)
                #expect(summary.refused == (refuses ? ["unsigned": summary.unsigned] : [:]))
                #expect(refuses == (summary.total.events == 0))
            }
        }
    }

    @Test func `progress reaches the size of the file`() async throws {
        let lines = try Self.lines(seed: 8, count: 300)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "events.jsonl")
            let data = Data(lines.map { $0.json() }.joined(separator: "\n").utf8)
            try data.write(to: file)
            let replayer = Replayer(
                reader: TrafficReader(),
                rules: try TestRules.shop.get(),
                workers: 2,
                pieceSize: 1_500
            )
            var reports: [Replayer.Progress] = []
            _ = try await replayer.replay(file.path, report: { reports.append($0) })
            #expect(reports.last == Replayer.Progress(bytes: data.count, size: data.count, lines: 300))
            #expect(reports.count > 5)
            #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.bytes <= $1.bytes && $0.lines <= $1.lines })
        }
    }
}
