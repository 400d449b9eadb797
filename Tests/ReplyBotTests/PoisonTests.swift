import AlipayClient
import AlipaySimulator
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// Events that an earlier process left undecided (RELIABILITY T30, F27).
@Suite(.timeLimit(.minutes(20)))
struct PoisonTests {
    /// Puts an event into the journal, as a process did that ended before it was decided.
    private static func leave(_ number: Int, in store: ReplyStore, text: String = "我要退款") async throws -> EventID {
        let event = SimulatedEvent(
            .say(text),
            userID: "208800000000001\(number)",
            created: TestWorld.start,
            messageID: "\(number)"
        )
        let request = try TestWorld.keys.get().sender.request(for: event, charset: .gbk)
        let entry = JournalEntry(
            dedupeKey: [UInt8](repeating: UInt8(number), count: 32),
            appID: SimulationKeys.appID,
            userID: event.userID,
            kind: "text",
            created: TestWorld.start,
            received: TestWorld.start,
            request: RecordedRequest(query: "", contentType: request.contentType, body: request.body)
        )
        guard case .first(let id) = try await store.record(entry) else { throw CancellationError() }
        return id
    }

    @Test func `an event that ended the process twice is set aside, and the others are answered`() async throws {
        let store = try ReplyStore.inMemory()
        let poison = try await Self.leave(1, in: store)
        let innocent = try await Self.leave(2, in: store)
        // The first time it ended the process at work, the second time at a start, which had counted it.
        #expect(try await store.beginDeciding(poison) == 1)
        var options = TestWorld.Options()
        options.store = store
        try await TestWorld.run(options) { world in
            #expect(await world.decisions.first { _ in true }?.outcome == .replied(rule: "退款"))
            #expect(
                world.logs.lines.contains { $0.hasPrefix("critical an event is set aside") && $0.contains("poison") }
            )
            #expect(try await world.store.counts().aside == 1)
            #expect(try await world.store.undecidedEvents(limit: 9).isEmpty)
            // The bot goes on.
            try await world.deliver(.say("我要退款"), id: "3")
            #expect(try await world.received(1).map(\.userID) == [TestWorld.user])
        }
        #expect(poison < innocent)
    }

    @Test func `an event left by one stop is decided at the next start`() async throws {
        let store = try ReplyStore.inMemory()
        _ = try await Self.leave(1, in: store)
        var options = TestWorld.Options()
        options.store = store
        try await TestWorld.run(options) { world in
            #expect(await world.decisions.first { _ in true }?.outcome == .replied(rule: "退款"))
        }
    }

    @Test func `an event that was verified by a key since replaced is decided all the same`() async throws {
        let store = try ReplyStore.inMemory()
        _ = try await Self.leave(1, in: store)
        var options = TestWorld.Options()
        options.store = store
        let others = try SimulationKeys.generate()
        options.keys = Result { others }
        try await TestWorld.run(options) { world in
            #expect(await world.decisions.first { _ in true }?.outcome == .replied(rule: "退款"))
        }
    }
}
