import AlipaySimulator
import BotCore
import Foundation
import Logging
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

#if DEBUG
/// `follower forget`, beside a running server.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct FollowerTests {
    private static let other = "2088102122459941"

    @Test func `a follower is forgotten by the running server, and is a new one when they come back`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("我要退款"), id: "2", user: Self.other)
            #expect(try await world.received(2).count == 2)
            try await world.until(#"replybot_sends_total{code="none",outcome="sent"}"#, is: 2)
            #expect(try await operated.perform(.forget(user: TestWorld.user)) == [.forgotten])
            #expect(try await operated.reader.follower(TestWorld.user).isEmpty)
            #expect(try await operated.reader.follower(Self.other).events.count == 1)
            #expect(try await operated.perform(.forget(user: TestWorld.user)) == [.unknownFollower])
            // A redelivery is acknowledged and not answered; a new message is.
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.until(#"replybot_requests_total{verdict="duplicate"}"#, is: 1)
            try await world.deliver(.say("我要退款"), id: "3")
            #expect(try await world.received(3).last?.userID == TestWorld.user)
            #expect(try await operated.reader.follower(TestWorld.user).events.count == 1)
        }
    }

    @Test func `nothing of a whole id reaches the log`() async throws {
        try await OperatedWorld.run { operated in
            try await operated.world.deliver(.say("我要退款"))
            #expect(try await operated.world.received(1).count == 1)
            #expect(try await operated.perform(.forget(user: TestWorld.user)) == [.forgotten])
            let lines = operated.world.logs.lines
            #expect(lines.contains { $0.contains("follower=forget") && $0.contains("2088****8832") })
            #expect(lines.allSatisfy { !$0.contains(TestWorld.user) })
        }
    }

    @Test func `a reply that is being sent meanwhile ends without a trace, and holds nothing up`() async throws {
        let (arrived, announce) = AsyncStream.makeStream(of: Void.self)
        let (goesOn, goOn) = AsyncStream.makeStream(of: Void.self)
        var options = TestWorld.Options()
        options.faults.onReach = { point in
            guard point == .sent else { return }
            announce.yield()
            await goesOn.first { true }
        }
        try await OperatedWorld.run(options) { operated in
            let world = operated.world
            try await world.deliver(.say("我要退款"), id: "1")
            await arrived.first { true }
            let client = ControlClient(database: operated.database, policy: DeliveryPolicy())
            let answer = try await client.perform(.forget(user: TestWorld.user))
            #expect(answer.forgotten?.underWay == 1 && answer.forgotten?.events == 1)
            goOn.yield()
            try await world.logs.wait(for: "a reply ended whose follower was forgotten")
            #expect(try await operated.reader.follower(TestWorld.user).isEmpty)
            goOn.finish()
            try await world.deliver(.say("我要退款"), id: "2", user: Self.other)
            #expect(try await world.received(2).last?.userID == Self.other)
            let bad = world.logs.lines.filter { $0.hasPrefix("error") || $0.hasPrefix("critical") }
            #expect(bad.isEmpty, "\(bad)")
        }
    }

    @Test func `a reply that waits is not sent any more`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="SYSTEM_ERROR",outcome="retry"}"#, is: 1)
            let client = ControlClient(database: operated.database, policy: DeliveryPolicy())
            let forgotten = try await client.perform(.forget(user: TestWorld.user)).forgotten
            #expect(forgotten?.waiting == 1 && forgotten?.replies == 1)
            world.clock.advance(by: 15)
            try await world.deliver(.say("我要退款"), id: "2", user: Self.other)
            #expect(try await world.received(1).map(\.userID) == [Self.other])
            #expect(await world.platform.sends.count == 2)
        }
    }
}
#endif

/// Retention of followers' data.
@Suite(.timeLimit(.minutes(5)), .watched)
struct RetentionTests {
    private static let rules = TestRules.parse(
        """
        version: 1
        account: {slots_keep: 2h}
        rules:
          - {id: ask, match: [送货], reply: 地址?, ask: {slot: 地址, for: 30m}}
          - {id: answer, when: {asked: 地址}, reply: 好}
          - {id: gift, match: [礼物], reply: 一次, cooldown: 60d}
        """
    )

    /// Retention over a store with a follower's address.
    private static func withAnswer(
        _ body: (ReplyStore, RetentionService, ManualClock) async throws -> Void
    ) async throws {
        let store = try ReplyStore.inMemory()
        let clock = ManualClock(TestWorld.start)
        let current = CurrentRules(try rules.get(), loaded: clock.now())
        let logger = LogCollection().logger(level: .info)
        let service = RetentionService(
            store: store,
            retention: 30 * 86_400,
            rules: current,
            clock: clock,
            logger: logger
        )
        try await store.decide(["送货", "桐城路一号"], of: "u1", by: current)
        try await body(store, service, clock)
    }

    private static func state(_ store: ReplyStore, _ user: String = "u1") async throws -> ContactState? {
        let contact = try await store.contact(appID: SimulationKeys.appID, userID: user)
        return try contact?.state.map { try JSONDecoder().decode(ContactState.self, from: $0) }
    }

    @Test func `an answer is deleted from the database although the follower does not come back`() async throws {
        try await Self.withAnswer { store, service, clock in
            #expect(try await Self.state(store)?.slots == ["地址": "桐城路一号"])
            clock.advance(by: 2 * 3_600 - 1)
            #expect(try await service.forgetAnswers() == 0)
            clock.advance(by: 1)
            #expect(try await service.forgetAnswers() == 1)
            #expect(try await service.forgetAnswers() == 0)
            let state = try #require(try await Self.state(store))
            #expect(state.slots.isEmpty && state.answered == nil && state.isKnown)
        }
    }

    @Test func `a state of an earlier version loses its answers, and one that cannot be read is left alone`()
        async throws
    {
        try await Self.withAnswer { store, service, clock in
            let key = (SimulationKeys.appID, "u1")
            let contact = try #require(try await store.contact(appID: key.0, userID: key.1))
            var old = contact
            old.state = Data(#"{"cooldowns":{"gift":900000000},"isKnown":true,"rotations":{},"slots":{"a":"b"}}"#.utf8)
            old.oldestAnswer = Date(timeIntervalSince1970: 0)
            #expect(try await store.replaceStates([(old: contact, new: old)]) == 1)
            #expect(try await service.forgetAnswers() == 1)
            let after = try #require(try await store.contact(appID: key.0, userID: key.1))
            #expect(after.oldestAnswer == nil && after.keepUntil == Date(timeIntervalSinceReferenceDate: 900_000_000))
            var odd = after
            (odd.state, odd.oldestAnswer) = (Data("odd".utf8), Date(timeIntervalSince1970: 0))
            #expect(try await store.replaceStates([(old: after, new: odd)]) == 1)
            #expect(try await service.forgetAnswers() == 0)
        }
    }

    @Test func `a contact is deleted after the retention, and kept while a cooldown lasts`() async throws {
        try await Self.withAnswer { store, service, clock in
            let current = CurrentRules(try Self.rules.get(), loaded: clock.now())
            try await store.decide(["礼物"], of: "u2", by: current)
            try await store.sendAll(at: TestWorld.start)
            clock.advance(by: 30 * 86_400)
            #expect(try await service.forgetContacts() == 0)
            clock.advance(by: 86_400)
            #expect(try await service.forgetContacts() == 1)
            #expect(try await Self.state(store) == nil)
            #expect(try await Self.state(store, "u2")?.cooldowns.count == 1)
            clock.advance(by: 30 * 86_400)
            #expect(try await service.forgetContacts() == 1)
        }
    }
}
