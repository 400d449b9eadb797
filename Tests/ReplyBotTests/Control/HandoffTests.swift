import AlipaySimulator
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// `handoff`, beside a running server.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct HandoffTests {
    @Test func `while a person answers the bot is silent, until the end or the time`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            try await world.deliver(.say("我要退款"), id: "1")
            #expect(try await world.received(1).count == 1)
            let hour = ControlRequest.startHandoff(user: TestWorld.user, seconds: 3_600)
            #expect(try await operated.perform(hour) == [.handoffStarted])
            try await world.deliver(.say("查一下退款进度"), id: "2")
            try await world.until(#"replybot_silences_total{reason="handoff"}"#, is: 1)
            #expect(try await operated.perform(.endHandoff(user: TestWorld.user)) == [.handoffEnded])
            world.clock.advance(by: 60)
            try await world.deliver(.say("查一下退款进度"), id: "3")
            #expect(try await world.received(2).count == 2)
            #expect(try await operated.perform(hour) == [.handoffStarted])
            world.clock.advance(by: 3_601)
            try await world.deliver(.say("查一下退款进度"), id: "4")
            #expect(try await world.received(3).count == 3)
        }
    }

    @Test func `a reply that waits is not sent once a person answers`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="SYSTEM_ERROR",outcome="retry"}"#, is: 1)
            let order = ControlRequest.startHandoff(user: TestWorld.user, seconds: 3_600)
            #expect(try await operated.perform(order) == [.handoffStarted])
            try await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.advance(by: 15)
            try await world.until(#"replybot_sends_total{code="handoff",outcome="dead"}"#, is: 1)
            #expect(await world.platform.sends.count == 1)
        }
    }

    @Test func `a follower who is not known cannot be handed off`() async throws {
        try await OperatedWorld.run { operated in
            let order = ControlRequest.startHandoff(user: "2099", seconds: 60)
            let outcomes = try await operated.perform(order) + operated.perform(.endHandoff(user: "2099"))
            #expect(outcomes == [.unknownFollower, .unknownFollower])
        }
    }
}
