import AlipaySimulator
import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// A wall clock that is set while a reply waits to be repeated (RELIABILITY 3.7, F20).
@Suite(.timeLimit(.minutes(20)))
struct ClockStepTests {
    @Test(arguments: [-48.0, -1, 1, 24])
    func `a clock that is set neither holds a reply up nor lets it expire`(hours: Double) async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"))
            try await world.logs.wait(for: "will be tried again")
            await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.set(by: hours * 3_600)
            world.clock.advance(by: 15)
            try await world.logs.wait(for: "error the clock was set")
            // What is claimed at the moment of the step itself is put back.
            world.clock.advance(by: 1)
            #expect(try await world.received(1).count == 1)
        }
    }

    @Test func `a clock that is set while a reply is under way does not have it sent twice`() async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"), id: "1")
            world.clock.set(by: 3_600)
            try await world.deliver(.say("我要退款"), id: "2", user: "2088000000000022")
            try await world.logs.wait(for: "error the clock was set")
            world.clock.advance(by: 1)
            try await world.logs.wait(for: "code=SYSTEM_ERROR")
            await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.advance(by: 15)
            #expect(try await world.received(2).count == 2)
            #expect(await world.platform.sends.count == 3)
        }
    }
}
