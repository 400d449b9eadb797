import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// A wall clock that is set while a reply waits for its next try (RELIABILITY 3.7, F20).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct ClockStepTests {
    @Test(arguments: [-48.0, -1, 1, 24, 48])
    func `a clock that is set neither holds a reply up nor lets it expire`(hours: Double) async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"))
            try await world.logs.wait(for: "will be tried again")
            try await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.set(by: hours * 3_600)
            // The platform's clock was not set, and it knows when the follower wrote.
            await world.platform.noteInteraction(userID: TestWorld.user)
            world.clock.advance(by: 15)
            try await world.logs.wait(for: "error the clock was set")
            // A claim at the moment of the step is put back.
            world.clock.advance(by: 1)
            #expect(try await world.received(1).count == 1)
        }
    }

    @Test(arguments: [-3_600.0, 3_600])
    func `an event that waits while the clock is set is as old as it was`(seconds: Double) throws {
        let request = try TestWorld.keys.get().sender
            .request(
                for: SimulatedEvent(.say("喂"), userID: TestWorld.user, created: TestWorld.start, messageID: "1")
            )
        let reader = NotificationReader(
            keys: CurrentKeys(try TestWorld.keys.get().botIdentity()),
            appID: SimulationKeys.appID,
            observe: { _ in }
        )
        let recorded = RecordedRequest(query: "", contentType: request.contentType, body: request.body)
        let event = try reader.readRecorded(try NotificationForm(recorded))
        let accepted = AcceptedEvent(
            id: EventID(rawValue: 1),
            event: event,
            received: TestWorld.start,
            monotonic: .seconds(10)
        )
        let later = ClockReading(wall: TestWorld.start + 5 + seconds, monotonic: .seconds(15))
        #expect(accepted.following(later, tolerance: .seconds(2)).received == TestWorld.start + seconds)
        let drifted = ClockReading(wall: TestWorld.start + 6, monotonic: .seconds(15))
        #expect(accepted.following(drifted, tolerance: .seconds(2)).received == TestWorld.start)
        var older = accepted
        older.monotonic = nil
        #expect(older.following(later, tolerance: .seconds(2)).received == TestWorld.start)
    }

    @Test func `a clock that is set while a reply is under way does not have it sent twice`() async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"), id: "1")
            // From here on the bot has read the clock, and can tell that it was set.
            try await world.platform.waitForCalls(1)
            world.clock.set(by: 3_600)
            try await world.deliver(.say("我要退款"), id: "2", user: "2088000000000022")
            try await world.logs.wait(for: "error the clock was set")
            world.clock.advance(by: 1)
            try await world.logs.wait(for: "code=SYSTEM_ERROR")
            // The second that passed may have been enough for the retry; then nobody sleeps.
            let clock = world.clock
            async let _: Void = {
                try await clock.untilSomebodySleeps(atMost: 15)
                clock.advance(by: 15)
            }()
            #expect(try await world.received(2).count == 2)
            #expect(await world.platform.sends.count == 3)
        }
    }

    #if DEBUG
    @Test func `a claim that is under way while the clock is set is put back`() async throws {
        let (arrived, announce) = AsyncStream.makeStream(of: Void.self)
        let (goesOn, goOn) = AsyncStream.makeStream(of: Void.self)
        var options = TestWorld.Options()
        options.faults.onReach = { point in
            guard point == .claimed else { return }
            announce.yield()
            await goesOn.first { true }
        }
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("我要退款"), id: "1")
            await arrived.first { true }
            world.clock.set(by: 3_600)
            try await world.deliver(.say("我要退款"), id: "2", user: "2088000000000022")
            try await world.logs.wait(for: "error the clock was set")
            goOn.finish()
            // Claims of the very moment of the step are put back too.
            world.clock.advance(by: 1)
            #expect(try await world.received(2).count == 2)
            #expect(await world.platform.sends.count == 2)
        }
    }
    #endif
}
