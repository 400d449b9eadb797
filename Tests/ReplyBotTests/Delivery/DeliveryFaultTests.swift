import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The fate of a reply that the platform does not simply accept.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct DeliveryFaultTests {
    @Test(arguments: [
        GatewayScript.html(status: 502), .refusal(status: 500, code: "SYSTEM_ERROR"),
        .refusal(status: 400, code: "app-call-limited"), .unsignedRefusal(status: 400, code: "invalid-signature"),
    ])
    func `a passing fault is tried again`(fault: GatewayScript) async throws {
        try await TestWorld.run { world in
            await world.platform.inject([fault])
            try await world.deliver(.say("我要退款"))
            try await world.logs.wait(for: "will be tried again")
            try await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.advance(by: 15)
            #expect(try await world.received(1).count == 1)
            #expect(await world.platform.sends.count == 2)
        }
    }

    @Test(arguments: ["MSG_SD_NOBEHAVIOR", "OPEN_ID_IS_ILLEGAL", "some-new-code"])
    func `a final refusal buries the reply and lets the next one out`(code: String) async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 400, code: code)])
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("查一下退款进度"), id: "2")
            #expect(try await world.received(1).map { $0.text.prefix(2) } == ["请发"])
            #expect(try await world.store.counts().dead == 1)
            #expect(world.logs.lines.contains { $0.contains("reply given up") && $0.contains(code) })
            let remedy = PlatformCode.remedies[code]?.chinese ?? "未知的错误码"
            #expect(world.logs.lines.contains { $0.contains("an attempt to send failed") && $0.contains(remedy) })
        }
    }

    @Test(arguments: [GatewayScript.unsignedSuccess, .foreignSuccess])
    func `a success that Alipay did not sign is never repeated`(fault: GatewayScript) async throws {
        try await TestWorld.run { world in
            await world.platform.inject([fault])
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("查一下退款进度"), id: "2")
            #expect(try await world.received(2).map { $0.text.prefix(2) } == ["退款", "请发"])
            #expect(try await world.store.counts().dead == 1)
        }
    }

    @Test func `a wrong key stops everything, keeps the replies, and is probed once a minute`() async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 400, code: "invalid-signature")])
            try await world.deliver(.say("我要退款"), id: "1", user: "2088000000000011")
            try await world.platform.waitForCalls(1)
            // The time limit of a request sleeps too, so the log must show that sending is stopped.
            try await world.logs.wait(for: "critical sending is stopped")
            try await world.clock.untilSomebodySleeps(atMost: 60)
            try await world.deliver(.say("我要退款"), id: "2", user: "2088000000000022")
            #expect(await world.platform.sends.count == 1)
            world.clock.advance(by: 60)
            #expect(try await world.received(2).count == 2)
        }
    }

    @Test func `while everything is stopped one reply a minute is tried, however many wait`() async throws {
        try await TestWorld.run { world in
            await world.platform.inject(Array(repeating: .refusal(status: 400, code: "invalid-signature"), count: 2))
            try await world.deliver(.say("我要退款"), id: "0", user: "2088000000000010")
            try await world.logs.wait(for: "will be tried again")
            try await world.clock.untilSomebodySleeps(atMost: 60)
            for index in 1...5 {
                try await world.deliver(.say("我要退款"), id: "\(index)", user: "208800000000002\(index)")
            }
            world.clock.advance(by: 60)
            try await world.logs.wait(for: "will be tried again", count: 2)
            try await world.clock.untilSomebodySleeps(atMost: 60)
            #expect(await world.platform.sends.count == 2)
            world.clock.advance(by: 60)
            #expect(try await world.received(6).count == 6)
        }
    }

    @Test func `a probe while everything is stopped spends none of the reply's attempts`() async throws {
        var options = TestWorld.Options()
        options.configure = { $0.delivery.schedule.tries = 2 }
        try await TestWorld.run(options) { world in
            let wrongKey = GatewayScript.refusal(status: 400, code: "invalid-signature")
            await world.platform.inject([wrongKey, wrongKey, .refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"))
            for count in 1...3 {
                try await world.logs.wait(for: "will be tried again", count: count)
                try await world.clock.untilSomebodySleeps(atMost: 60)
                world.clock.advance(by: 60)
            }
            #expect(try await world.received(1).count == 1)
        }
    }

    @Test func `replies that never went out leave the day's quota as it was`() async throws {
        var options = TestWorld.Options()
        options.rules = Self.threeADay
        try await TestWorld.run(options) { world in
            let refusal = GatewayScript.refusal(status: 400, code: "some-new-code")
            await world.platform.inject(Array(repeating: refusal, count: 3))
            for index in 0..<3 {
                try await world.deliver(.say("喂"), id: "\(index)")
                try await world.platform.waitForCalls(index + 1)
                try await world.logs.wait(for: "reply given up", count: index + 1)
            }
            for index in 3..<6 { try await world.deliver(.say("喂"), id: "\(index)") }
            #expect(try await world.received(3).count == 3)
        }
    }

    private static let threeADay = TestRules.parse(
        """
        version: 1
        limits: {daily_per_user: 3, reserve_for_handoff: 0, per_minute: 0}
        rules:
          - {id: 回声, match: [喂], reply: 在}
        """
    )

    private static let menu = TestRules.parse(
        """
        version: 1
        rules:
          - {id: 菜单, event: click, reply: 九点}
        """
    )

    @Test func `a reply that the platform finds too late for its event goes out as an ordinary one`() async throws {
        var options = TestWorld.Options()
        options.rules = Self.menu
        try await TestWorld.run(options) { world in
            await world.platform.inject([.refusal(status: 400, code: "MSG_SD_OVER_TIME")])
            try await world.deliver(.click(menu: "HOURS"))
            #expect(try await world.received(1).map(\.eventType) == [nil])
            #expect(await world.platform.sends.map(\.eventType) == ["click", nil])
        }
    }

    @Test func `an ordinary reply that is too late is given up`() async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.refusal(status: 400, code: "MSG_SD_OVER_TIME")])
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("查一下退款进度"), id: "2")
            #expect(try await world.received(1).count == 1)
            #expect(await world.platform.sends.count == 2)
            #expect(try await world.store.counts().dead == 1)
        }
    }

    /// Alipay counts the five minutes from the event, not from its delivery.
    @Test func `an event that came late is answered as if it were a message`() async throws {
        var options = TestWorld.Options()
        options.rules = Self.menu
        try await TestWorld.run(options) { world in
            let event = world.event(.click(menu: "HOURS"))
            world.clock.advance(by: 301)
            _ = try await world.courier.deliver(event, charset: .gbk, forgery: nil)
            #expect(try await world.received(1).map(\.eventType) == [nil])
        }
    }

    @Test func `a reply that is too old is given up unsent`() async throws {
        try await TestWorld.run { world in
            await world.platform.inject([.html(status: 503)])
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.logs.wait(for: "will be tried again")
            world.clock.advance(by: 301)
            try await world.deliver(.say("查一下退款进度"), id: "2")
            #expect(try await world.received(1).map { $0.text.prefix(2) } == ["请发"])
            #expect(world.logs.lines.contains { $0.contains("reply given up") && $0.contains("expired") })
        }
    }

    @Test func `the daily limit silences the bot before the platform does`() async throws {
        var options = TestWorld.Options()
        options.rules = Self.threeADay
        try await TestWorld.run(options) { world in
            for index in 0..<5 {
                try await world.deliver(.say("喂"), id: "\(index)")
            }
            var outcomes = 0
            for await decision in world.decisions {
                outcomes += 1
                if outcomes > 3 { #expect(decision.outcome == .silent(.quota)) }
                if outcomes == 5 { break }
            }
            #expect(try await world.received(3).count == 3)
        }
    }
}
