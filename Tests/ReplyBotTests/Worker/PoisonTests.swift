import AlipayClient
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

/// Events that an earlier process left undecided (RELIABILITY T30, F27).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
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

    @Test func `an event inside whose decision three processes died is quarantined, and the others are answered`()
        async throws
    {
        let store = try ReplyStore.inMemory()
        let poison = try await Self.leave(1, in: store)
        let innocent = try await Self.leave(2, in: store)
        for life in UInt64(1)...3 { _ = try await store.countDeaths(inside: [poison], life: life) }
        var options = TestWorld.Options()
        options.store = store
        try await TestWorld.run(options) { world in
            #expect(await world.decisions.first { _ in true }?.outcome == .replied(rule: "退款"))
            #expect(
                world.logs.lines.contains { $0.hasPrefix("critical an event is quarantined") && $0.contains("poison") }
            )
            #expect(try await world.store.counts().quarantined == 1)
            #expect(try await world.store.undecidedEvents(limit: 9).isEmpty)
            // The bot continues.
            try await world.deliver(.say("我要退款"), id: "3")
            #expect(try await world.received(1).map(\.userID) == [TestWorld.user])
        }
        #expect(poison < innocent)
    }

    /// Every process dies with the event under way, before or after its decision, but never inside it.
    @Test func `kills outside of the decision are no fault of the event, however many`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "marks").path
            let store = try ReplyStore.inMemory()
            let event = try await Self.leave(1, in: store)
            for life in UInt64(1)...10 {
                let inFlight = try InFlightFile(path: path)
                #expect(try await store.countDeaths(inside: inFlight.evidence.deciding, life: life) == [:])
                inFlight.beginLife(life)
                inFlight.deciding(event) {}
            }
            var options = TestWorld.Options()
            options.store = store
            options.inFlight = try InFlightFile(path: path)
            try await TestWorld.run(options) { world in
                #expect(await world.decisions.first { _ in true }?.outcome == .replied(rule: "退款"))
                let counts = try await world.store.counts()
                #expect(counts.quarantined == 0)
            }
        }
    }

    /// Each start counts the death, and is killed before it forgets the mark.
    @Test func `a death is counted once, also when the start that counts it is killed`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "marks").path
            let store = try ReplyStore.inMemory()
            let event = try await Self.leave(1, in: store)
            let dying = try InFlightFile(path: path)
            dying.beginLife(7)
            try dying.deciding(event) {
                // A copy is what the next process finds after a death at this moment.
                try FileManager.default.copyItem(atPath: path, toPath: path + ".left")
            }
            for _ in 0..<5 {
                let evidence = try InFlightFile(path: path + ".left").evidence
                #expect(evidence.deciding == [event])
                #expect(try await store.countDeaths(inside: evidence.deciding, life: evidence.life) == [event: 1])
            }
        }
    }

    /// A flush that failed although its rows had reached the disk.
    @Test func `an event that the store kept without saying so is decided once the store works again`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "bot.db").path
            var options = TestWorld.Options()
            options.store = try ReplyStore(path: path, options: .unhurried)
            try await TestWorld.run(options) { world in
                // The journal is caught up with from here on.
                try await world.deliver(.say("我要退款"), id: "9")
                #expect(try await world.received(1).count == 1)
                let event = try await Self.leave(1, in: world.store)
                await world.platform.noteInteraction(userID: "2088000000000011")
                let foreign = try await ForeignProcess(holding: path)
                #expect(try await world.deliver(.say("我要退款")) != .acknowledged(userID: TestWorld.user))
                try await foreign.end()
                world.clock.advance(by: StoreWatch.period)
                try await world.logs.wait(for: "events are stored again")
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

    /// In the real process, which a supervisor starts again; memory is limited so that only this process feels it.
    @Test(arguments: ["trap", "hang", "allocate"])
    func `an event that ends the process is quarantined after three deaths, and nothing else is lost`(
        effect: String
    ) async throws {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                var environment = try CrashTests.environment(folder, apiPort: port)
                environment["REPLYBOT_POISON"] = "\(effect):毒"
                environment["SWIFT_BACKTRACE"] = "enable=no"
                let limited = ["/usr/bin/prlimit", "--as=6000000000"]
                let (first, courier) = try await CrashTests.serve(environment, platform, client, under: limited)
                var kept: Set<String> = []
                for (number, text) in ["我要退款", "毒", "我要退款"].enumerated() {
                    let user = "208800000000002\(number)"
                    let event = SimulatedEvent(.say(text), userID: user, created: Date(), messageID: "p\(number)")
                    let verdict = try? await courier.deliver(event)
                    if verdict == .acknowledged(userID: user), text != "毒" { kept.insert(user) }
                }
                #expect(try #require(await first.end()) != 0)
                for _ in 0..<2 {
                    let again = try BotProcess(["serve", "--lang", "en"], environment: environment, under: limited)
                    #expect(try #require(await again.end()) != 0)
                }
                let (last, _) = try await CrashTests.serve(environment, platform, client, under: limited)
                let expected = kept
                try await platform.wait { expected.isSubset(of: $0.map(\.userID)) }
                // The event is set aside beside the deliveries, perhaps after them.
                while true {
                    let list = try await BotProcess.run(["queue", "ls", "--lang", "en"], environment: environment)
                    if list.output.contains("poison") { break }
                    try Task.checkCancellation()
                }
                #expect(await last.terminate() == 0)
                let sends = await platform.delivered.map(\.userID)
                #expect(!kept.isEmpty && kept.isSubset(of: sends))
                // A reply may arrive once more for each of the three deaths that interrupted it.
                #expect(Set(sends).allSatisfy { user in sends.count { $0 == user } <= 4 })
            }
        }
    }
}
