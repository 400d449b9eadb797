import AlipayClient
import AlipaySimulator
import Foundation
import Logging
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

    @Test func `stops before the decision are no fault of the event`() async throws {
        let store = try ReplyStore.inMemory()
        let event = try await Self.leave(1, in: store)
        let lanes = EventLanes()
        lanes.close()
        let reader = NotificationReader(
            keys: KeyRing(try TestWorld.keys.get().botIdentity()),
            appID: SimulationKeys.appID,
            observe: { _ in }
        )
        let catchUp = JournalCatchUp(
            store: store,
            reader: reader,
            lanes: lanes,
            clock: ManualClock(TestWorld.start),
            logger: LogCollection().logger(level: .info)
        )
        for _ in 0..<3 { await catchUp.run { _ in false } }
        #expect(try await store.counts().aside == 0)
        #expect(try await store.beginDeciding(event) == 1)
    }

    /// As after a flush that failed although its rows had reached the disk.
    @Test func `an event that the store kept without saying so is decided once the store works again`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "bot.db").path
            var options = TestWorld.Options()
            options.store = try ReplyStore(path: path, options: .unhurried)
            try await TestWorld.run(options) { world in
                // The lanes are open from here on.
                try await world.deliver(.say("我要退款"), id: "9")
                #expect(try await world.received(1).count == 1)
                let event = try await Self.leave(1, in: world.store)
                await world.platform.noteInteraction(userID: "2088000000000011")
                let foreign = try await ForeignProcess(holding: path)
                #expect(try await world.deliver(.say("我要退款")) != .acknowledged(userID: TestWorld.user))
                await foreign.end()
                world.clock.advance(by: StoreWatch.period)
                try await world.logs.wait(for: "events are kept again")
                #expect(try await world.received(2).last?.userID == "2088000000000011")
                #expect(try await world.store.undecidedEvents(limit: 9).isEmpty)
                #expect(world.logs.lines.contains { $0.contains("event decided") && $0.contains("event=\(event)") })
            }
        }
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

    /// In the real process, which a supervisor starts again; `status` is what it sees.
    @Test(arguments: [("trap", [SIGILL, SIGTRAP]), ("hang", [ExitStatus.unable.rawValue])])
    func `an event that ends the process twice is set aside by the third, and nothing else is lost`(
        effect: String,
        statuses: [Int32]
    ) async throws {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                var environment = try CrashTests.environment(folder, apiPort: port)
                environment["REPLYBOT_POISON"] = "\(effect):毒"
                environment["SWIFT_BACKTRACE"] = "enable=no"
                let (first, courier) = try await CrashTests.serve(environment, platform, client)
                var kept: Set<String> = []
                for (number, text) in ["我要退款", "毒", "我要退款"].enumerated() {
                    let user = "208800000000002\(number)"
                    let event = SimulatedEvent(.say(text), userID: user, created: Date(), messageID: "p\(number)")
                    let verdict = try? await courier.deliver(event)
                    if verdict == .acknowledged(userID: user), text != "毒" { kept.insert(user) }
                }
                let firstEnd = try #require(await first.end())
                #expect(statuses.contains(firstEnd))
                let second = try BotProcess(["serve", "--lang", "en"], environment: environment)
                let secondEnd = try #require(await second.end())
                #expect(statuses.contains(secondEnd))
                let (third, _) = try await CrashTests.serve(environment, platform, client)
                let expected = kept
                try await platform.wait { expected.isSubset(of: $0.map(\.userID)) }
                let list = try await BotProcess.run(["queue", "ls", "--lang", "en"], environment: environment)
                #expect(list.output.contains("poison"), "\(list)")
                #expect(await third.terminate() == 0)
                let sends = await platform.delivered.map(\.userID)
                // What was under way at the trap may arrive twice; what was kept and not acknowledged may arrive, too.
                #expect(!kept.isEmpty && kept.isSubset(of: sends))
                #expect(Set(sends).allSatisfy { user in sends.count { $0 == user } <= 2 })
            }
        }
    }
}
