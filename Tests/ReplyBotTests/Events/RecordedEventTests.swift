import AlipaySimulator
import BotCore
import Evidence
import Foundation
import Logging
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

#if DEBUG
/// What a running bot keeps of its events, and what becomes of it.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct RecordedEventTests {
    private static let rules = TestRules.parse(
        """
        version: 1
        rules:
          - {id: 送货, match: [送货], reply: 请发地址。, ask: {slot: 地址, for: 30m}}
          - {id: 收地址, when: {asked: 地址}, reply: "记下了:{{slot.地址}}"}
          - {id: 人工, match: [人工], reply: 稍候。, handoff: {for: 5m}}
          - {id: 退款, match: [退款], reply: 请发单号。, cooldown: 60s}
        """
    )

    private static var current: CurrentRules {
        get throws { CurrentRules(try rules.get(), checksum: "0123456789abcdef", loaded: TestWorld.start) }
    }

    private static func options() throws -> TestWorld.Options {
        var options = TestWorld.Options()
        options.currentRules = try current
        return options
    }

    /// A conversation with a question, a cooldown, a redelivery and an operator's hand-off.
    private static func talk(_ operated: OperatedWorld) async throws {
        let world = operated.world
        for (number, text) in ["送货", "桐城路一号 canary", "退款", "我要退款", "随便"].enumerated() {
            try await world.deliver(.say(text), id: "\(number)")
            try await operated.waitForDecided(number + 1)
            world.clock.advance(by: 1)
        }
        try await world.deliver(.say("随便"), id: "4")
        let start = ControlRequest.startHandoff(user: TestWorld.user, seconds: 600)
        #expect(try await operated.perform(start) == [.handoffStarted])
        world.clock.advance(by: 1)
        try await world.deliver(.say("送货"), id: "6")
        try await operated.waitForDecided(6)
        #expect(try await operated.perform(.endHandoff(user: TestWorld.user)) == [.handoffEnded])
    }

    @Test func `the state kept with each decision gives the same decision again`() async throws {
        try await OperatedWorld.run(try Self.options()) { operated in
            try await Self.talk(operated)
            let present = LoadedRuleFiles(rules: try Self.rules.get(), shortChecksum: "0123456789ab")
            let reader = try operated.reader
            var outcomes: [DecisionOutcome] = []
            for event in try await reader.events(limit: 100) {
                let story = try #require(try await EventStory.read(event.id, from: reader))
                let review = try #require(DecisionReview(story, by: present))
                #expect(review.rules == .same && review.answer == .same && review.isStateKnown, "e\(event.id)")
                #expect(story.rules?.checksum == "0123456789ab" && story.record.decidedAt != nil)
                outcomes.append(review.decision.outcome)
            }
            #expect(
                outcomes == [
                    .replied(rule: "送货"), .replied(rule: "收地址"), .replied(rule: "退款"), .silent(.cooldown),
                    .silent(.unmatched), .silent(.handoff),
                ]
            )
            // The same follower's events know one another, and the state after one is that before the next.
            let second = try #require(try await EventStory.read(EventID(rawValue: 2), from: reader))
            #expect(second.neighbours.previous?.id.rawValue == 1 && second.neighbours.next?.id.rawValue == 3)
            #expect(second.before?.question?.slot == "地址" && second.after?.question == nil)
            #expect(second.after?.slots == ["地址": "桐城路一号 canary"])
        }
    }

    @Test func `an export beside the server carries hand-offs and rules in order, and replays alike`() async throws {
        try await OperatedWorld.run(try Self.options()) { operated in
            // The worker notes the rules of the start beside the gateway, which may take an event before.
            let later = TestWorld.start + 86_400
            while try await operated.reader.rules(before: later) == nil { try Task.checkCancellation() }
            try await Self.talk(operated)
            let lines = try await Self.lines(of: operated.reader)
            let kinds = lines.map { line in
                switch line.line {
                case .request: "request"
                case .handoff(_, let until, _): until == nil ? "end" : "handoff"
                case .reload(let rules, _): "reload \(rules)"
                case .event, .redaction: "?"
                }
            }
            let requests = Array(repeating: "request", count: 5)
            #expect(kinds == ["reload 0123456789ab"] + requests + ["handoff", "request", "end"])
            var simulation = TrafficSimulation(rules: try Self.rules.get())
            let replayed = try lines.compactMap { try TrafficReader().entry($0) }.compactMap { simulation.apply($0) }
            let outcomes = replayed.map { outcome in
                switch outcome {
                case .decided(let decision, _):
                    switch decision.outcome {
                    case .replied(let rule): rule
                    case .silent(let reason): "silent:\(reason.rawValue)"
                    }
                case .undecided(let reason): "undecided:\(reason.rawValue)"
                }
            }
            let recorded = try await operated.reader.events(limit: 100)
                .map { event in
                    let decision = event.decision ?? ""
                    return RecordedRule.name(in: decision) ?? "silent:\(RecordedRule.silence(in: decision) ?? "?")"
                }
            #expect(recorded == ["送货", "收地址", "退款", "silent:cooldown", "silent:unmatched", "silent:handoff"])
            #expect(outcomes == recorded)
        }
    }

    @Test func `a bot that starts on an imported recording answers nothing of it, and answers what comes`() async throws
    {
        let recorded = try await OperatedWorld.run(try Self.options()) { operated in
            try await Self.talk(operated)
            return try await Self.lines(of: operated.reader)
        }
        var redactor = Redactor(key: try RedactionKey(), options: Redactor.Options())
        let redacted = ([redactor.header] + recorded.compactMap { redactor.redact($0) })
            .map { Array($0.json().utf8) }
        for (isRedacted, bytes) in [(false, recorded.map(\.bytes)), (true, redacted)] {
            let data = Data(bytes.joined(separator: [0x0A]))
            try await Self.importAndServe(data, isRedacted: isRedacted)
        }
    }

    private static func importAndServe(_ data: Data, isRedacted: Bool) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "import.db").path
            let store = try ReplyStore(path: path, options: .unhurried)
            let present = LoadedRuleFiles(rules: try rules.get(), shortChecksum: "0123456789ab")
            var first = RecordingImport(into: store, by: present)
            let count = try await first.add(Recording(data, name: "r"))
            #expect((count.events, count.duplicates, count.unreadable, count.changes) == (6, 0, 0, 3))
            var second = RecordingImport(into: store, by: present)
            let again = try await second.add(Recording(data, name: "r"))
            #expect((again.events, again.duplicates) == (0, 6))
            #expect(try await store.undecidedEvents(limit: 10).isEmpty)
            #expect(try await store.counts() == StoreCounts())
            let decisions = try await store.events(limit: 10).map { RecordedRule.name(in: $0.decision ?? "") }
            #expect(decisions == ["送货", "收地址", "退款", nil, nil, nil])
            var options = try options()
            options.store = store
            try await TestWorld.run(options) { world in
                world.clock.advance(by: 3_600)
                try await world.deliver(.say("退款"), id: "new")
                #expect(try await world.received(1).map(\.userID) == [TestWorld.user])
                #expect(await world.platform.sends.count == 1)
            }
            let reader = try ReplyStore.openReadOnly(path: path)
            for event in try await reader.events(limit: 6) {
                let story = try #require(try await EventStory.read(event.id, from: reader))
                #expect(story.replies.isEmpty && story.record.origin == (isRedacted ? .redacted : .recording))
                #expect(story.event != nil && DecisionReview(story, by: present)?.answer == .same)
            }
            // A redacted event comes out as it went in.
            let kinds = try await lines(of: reader).map { if case .event = $0.line { true } else { false } }
            #expect(kinds.contains(true) == isRedacted)
            try await store.close()
        }
    }

    @Test func `answers leave the kept states in time, and retention takes the rest`() async throws {
        try await OperatedWorld.run(try Self.options()) { operated in
            try await Self.talk(operated)
            try await operated.waitForSent(3)
            let world = operated.world
            let service = RetentionService(
                store: world.store,
                retention: 30 * 86_400,
                rules: try Self.current,
                clock: world.clock,
                logger: world.logs.logger(level: .warning)
            )
            #expect(try await service.forgetAnswersBeforeDecisions() == 0)
            let kept = try await operated.reader.events(
                EventSearch(),
                from: EventID(rawValue: 1),
                to: EventID(rawValue: 99),
                limit: 99
            )
            #expect(kept.contains { Self.holdsCanary($0.basis) })
            world.clock.advance(by: 86_400)
            #expect(try await service.forgetAnswersBeforeDecisions() == 4)
            #expect(try await service.forgetAnswersBeforeDecisions() == 0)
            let rest = try await operated.reader.events(
                EventSearch(),
                from: EventID(rawValue: 1),
                to: EventID(rawValue: 99),
                limit: 99
            )
            #expect(rest.allSatisfy { !Self.holdsCanary($0.basis) && $0.basis != nil })
            world.clock.advance(by: 31 * 86_400)
            try await service.deleteOld()
            #expect(try await operated.reader.events(limit: 9).isEmpty)
            #expect(try await operated.reader.changes().handoffs.isEmpty)
        }
    }

    private static func holdsCanary(_ basis: DecisionBasis?) -> Bool {
        basis?.state.map { String(decoding: $0, as: UTF8.self).contains("canary") } ?? false
    }

    @Test func `each attempt of a bot is in the story with the platform's code`() async throws {
        try await OperatedWorld.run(try Self.options()) { operated in
            let world = operated.world
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("退款"))
            try await world.until(#"replybot_sends_total{code="SYSTEM_ERROR",outcome="retry"}"#, is: 1)
            try await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.advance(by: 15)
            #expect(try await world.received(1).count == 1)
            try await operated.waitForSent(1)
            let story = try #require(try await EventStory.read(EventID(rawValue: 1), from: operated.reader))
            let attempts = story.attempts.values.flatMap(\.self)
            #expect(attempts.map(\.outcome) == [.failed, .sent] && attempts.map(\.code) == ["SYSTEM_ERROR", nil])
            let report = EventStoryReport(story, by: nil, showsWholeID: false, in: OperatorTime()).render(.english)
            for part in ["SYSTEM_ERROR", "failed", "arrived", "2088****8832", "退款", "new follower"] {
                #expect(report.contains(part), "\(part) in\n\(report)")
            }
        }
    }

    private static func lines(of reader: JournalReader) async throws -> [NumberedLine] {
        var export = RecordingExport(reader)
        var lines: [NumberedLine] = []
        while case let page = try await export.next(), !page.isEmpty { lines += page }
        return lines
    }
}

extension OperatedWorld {
    /// Waits until so many events are decided.
    fileprivate func waitForDecided(_ count: Int) async throws {
        let reader = try reader
        try await until { try await reader.events(limit: 100).count { $0.decision != nil } == count }
    }

    /// Waits until so many replies are recorded as sent.
    fileprivate func waitForSent(_ count: Int) async throws {
        let reader = try reader
        try await until { try await reader.counts().sent == count }
    }
}
#endif
