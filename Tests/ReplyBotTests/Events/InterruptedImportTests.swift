import BotCore
import Evidence
import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// An import that fails on its way, and is run again.
@Suite(.timeLimit(.minutes(5)), .watched)
struct InterruptedImportTests {
    private static let rules = TestRules.parse(
        """
        version: 1
        rules:
          - {id: 送货, match: [送货], reply: 请发地址。, ask: {slot: 地址, for: 30m}}
          - {id: 收地址, when: {asked: 地址}, reply: 记下了。}
          - {id: 人工, match: [人工], reply: 稍候。, handoff: {for: 5m}}
          - {id: 退款, match: [退款], reply: 请发单号。, cooldown: 60s}
        """
    )

    private static var files: LoadedRuleFiles {
        get throws { LoadedRuleFiles(rules: try rules.get(), shortChecksum: "0123456789ab") }
    }

    /// Talk of a few followers with hand-offs that operators begin and end, redeliveries and reloads.
    private static func lines(_ count: Int, seed: UInt64) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let texts = ["送货", "桐城路", "退款", "人工", "随便", "谢谢"]
        var lines: [String] = []
        for number in 0..<count {
            let follower = FollowerKey(account: "a", user: "208800000000000\(Int.random(in: 0..<6, using: &random))")
            let received = TestWorld.start + Double(number) * 20
            switch Int.random(in: 0..<20, using: &random) {
            case 0: lines.append(RecordedLine.handoff(follower, until: received + 600, received: received).json())
            case 1: lines.append(RecordedLine.handoff(follower, until: nil, received: received).json())
            case 2: lines.append(RecordedLine.reload(rules: "\(number)", received: received).json())
            case 3 where number > 0: lines.append(lines[Int.random(in: 0..<lines.count, using: &random)])
            default:
                let text = texts.randomElement(using: &random) ?? ""
                let hex = String(number, radix: 16)
                let key = try #require(EventKey(hex: String(repeating: "0", count: 32 - hex.count) + hex))
                let event = TrafficEvent(
                    follower: follower,
                    key: key,
                    isStale: false,
                    event: RuleEvent(.text(text), userID: follower.user, messageID: "m\(number)")
                )
                lines.append(RecordedLine.event(event, received: received).json())
            }
        }
        return lines
    }

    /// Everything that an import left: events with their decisions and the states before them, and the changes.
    private static func contents(of path: String) async throws -> [String] {
        let reader = try ReplyStore.openReadOnly(path: path)
        let last = EventID(rawValue: 1_000_000)
        let events = try await reader.events(EventSearch(), from: EventID(rawValue: 0), to: last, limit: .max)
        let changes = try await reader.changes()
        return try events.map { record in
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let basis = record.basis
            let state =
                try basis.map { String(decoding: try encoder.encode(try ContactState($0)), as: UTF8.self) } ?? "-"
            return "\(record.journaled.entry.dedupeKey) \(record.journaled.decision ?? "-") \(state)"
                + " \(String(describing: basis?.handoffUntil)) \(basis?.sends ?? -1) \(basis?.day ?? "-")"
        } + changes.handoffs.map { "\($0.userID) \($0.at) \(String(describing: $0.until))" }
            + changes.rules.map { "\($0.at) \($0.checksum)" }
    }

    @Test(arguments: 0..<4)
    func `a second run after a failure gives what one run gives`(seed: Int) async throws {
        let lines = try Self.lines(900, seed: UInt64(seed))
        var random = SeededGenerator(seed: UInt64(seed) + 100)
        let broken = Int.random(in: 210..<880, using: &random)
        try await withTemporaryFolder { folder in
            let (once, twice) = (folder.appending(path: "once.db").path, folder.appending(path: "twice.db").path)
            let whole = Data(lines.joined(separator: "\n").utf8)
            var cut = lines
            cut[broken] = "{\"v\":1,"
            let configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: "a"))
            func run(_ data: Data, into path: String) async throws -> RecordingImport.Count {
                try await RecordingImport.run(
                    Recording(data, name: "r"),
                    into: path,
                    by: try Self.files,
                    configuration: configuration
                )
            }
            let count = try await run(whole, into: once)
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await run(Data(cut.joined(separator: "\n").utf8), into: twice)
            }
            let kept = try await ReplyStore.openReadOnly(path: twice).events(limit: 10_000).count
            #expect(kept > 0 && kept < count.events)
            let text = try #require(failure?.reasons.map(\.english))
            #expect(text.count == 2 && text[0].hasPrefix("r:\(broken + 1): not a line of a recording"))
            #expect(
                text[1]
                    == "\(kept) events were imported before the failure and stay in the database; once the cause is "
                    + "mended, running the same command again is safe: it passes over what is there"
            )
            let rest = try await run(whole, into: twice)
            #expect(rest.events == count.events - kept && rest.changes == count.changes)
            let (one, two) = (try await Self.contents(of: once), try await Self.contents(of: twice))
            let first = zip(one, two).first { $0 != $1 }
            #expect(first == nil && one.count == two.count, "\(String(describing: first))")
        }
    }
}
