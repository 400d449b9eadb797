import AlipayClient
import AlipaySimulator
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// End to end, from a signed event to the message that the follower gets.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct EndToEndTests {
    @Test(arguments: [Charset.gbk, .utf8])
    func `a text is acknowledged, decided and answered`(charset: Charset) async throws {
        try await TestWorld.run { world in
            let verdict = try await world.deliver(.say("我要退款"), charset: charset)
            #expect(verdict == .acknowledged(userID: TestWorld.user))
            let received = try await world.received(1)
            #expect(received.map(\.text) == ["退款一般 1-3 个工作日原路退回。查进度请回复“退款进度”。"])
            #expect(received.map(\.eventType) == [nil])
            #expect(received.map(\.userID) == [TestWorld.user])
        }
    }

    @Test func `a reply names the event that it answers, and a menu may answer with articles`() async throws {
        try await TestWorld.run { world in
            try await world.deliver(.follow(scene: nil))
            try await world.deliver(.click(menu: "NEW_BOOKS"))
            let received = try await world.received(2)
            #expect(received.map(\.eventType) == ["follow", "click"])
            #expect(received.map(\.messageType) == ["text", "image-text"])
        }
    }

    @Test func `an enter is answered as enter_ppchat`() async throws {
        var options = TestWorld.Options()
        options.rules = TestRules.parse("version: 1\nrules:\n  - {id: 进入, event: enter, reply: 欢迎回来}\n")
        try await TestWorld.run(options) { world in
            try await world.deliver(.enter(scene: "S1"))
            #expect(try await world.received(1).map(\.eventType) == ["enter_ppchat"])
        }
    }

    @Test func `an event that is delivered again is acknowledged again and answered once`() async throws {
        try await TestWorld.run { world in
            let event = world.event(.click(menu: "NEW_BOOKS"))
            for _ in 0..<3 {
                #expect(try await world.courier.deliver(event) == .acknowledged(userID: TestWorld.user))
            }
            try await world.deliver(.say("我要退款"))
            #expect(try await world.received(2).map(\.messageType) == ["image-text", "text"])
            #expect(try await world.store.events(limit: 10).count == 2)
        }
    }

    @Test(arguments: [SimulatedSender.Forgery.wrongKey, .addedParameter])
    func `a forged event gets an empty 400 and leaves no trace`(forgery: SimulatedSender.Forgery) async throws {
        try await TestWorld.run { world in
            let verdict = try await world.deliver(.say("我要退款"), forgery: forgery)
            #expect(verdict == .refused(status: 400))
            #expect(try await world.store.counts() == StoreCounts())
            #expect(try await world.store.events(limit: 10).isEmpty)
            #expect(
                world.logs.lines.contains { $0.hasPrefix("warning request refused") && $0.contains("bad-signature") }
            )
        }
    }

    @Test func `the handshake shows the application's public key and writes nothing`() async throws {
        try await TestWorld.run { world in
            let key = try TestWorld.keys.get().application.publicKeyBase64()
            #expect(try await world.deliver(.gatewayCheck) == .gatewayVerified(publicKey: key))
            #expect(try await world.store.events(limit: 10).isEmpty)
        }
    }

    @Test func `a handshake with a bad signature is told so in a signed document`() async throws {
        try await TestWorld.run { world in
            let verdict = try await world.deliver(.gatewayCheck, forgery: .wrongKey)
            #expect(verdict == .gatewayRefused)
        }
    }

    @Test(arguments: [(-601.0, true), (-600, false), (0, false), (300, false), (301, true)])
    func `an event is answered only near its own time`(offset: TimeInterval, isStale: Bool) async throws {
        try await TestWorld.run { world in
            var event = world.event(.say("我要退款"))
            event.created += offset
            #expect(try await world.courier.deliver(event) == .acknowledged(userID: TestWorld.user))
            #expect(try await world.store.events(limit: 10).map(\.entry.isStale) == [isStale])
            if !isStale { _ = try await world.received(1) }
        }
    }

    @Test func `an event of an unknown type is acknowledged and decided as unmatched`() async throws {
        try await TestWorld.run { world in
            let verdict = try await world.deliver(.other(eventType: "dance"))
            #expect(verdict == .acknowledged(userID: TestWorld.user))
            let decision = await world.decisions.first { _ in true }
            #expect(decision?.outcome == .silent(.unmatched))
        }
    }

    @Test func `replies to one follower arrive in the order of the messages`() async throws {
        try await TestWorld.run { world in
            for (index, text) in ["我要退款", "查一下退款进度", "１", "查快递"].enumerated() {
                try await world.deliver(.say(text), id: "\(index)")
            }
            let received = try await world.received(4)
            #expect(received.map { $0.text.prefix(2) } == ["退款", "请发", "今天", "请把"])
        }
    }

    @Test func `state lasts from one message to the next`() async throws {
        try await TestWorld.run { world in
            // A reply still under way when a person takes over is not sent, so each one is awaited.
            for (index, text) in ["查快递", "SF12345678", "找人工"].enumerated() {
                try await world.deliver(.say(text), id: "\(index)")
                try await world.platform.waitForDelivered(index + 1)
            }
            try await world.deliver(.say("我要退款"), id: "4")
            var outcomes: [DecisionOutcome] = []
            for await decision in world.decisions {
                outcomes.append(decision.outcome)
                if outcomes.count == 4 { break }
            }
            #expect(
                outcomes == [
                    .replied(rule: "查快递"), .replied(rule: "查快递-收单号"), .replied(rule: "转人工"), .silent(.handoff),
                ]
            )
            #expect(try await world.received(3).last?.text == "正在为您转接人工，请稍候。")
            #expect(world.logs.lines.contains { $0.hasPrefix("notice a follower waits") && $0.contains("notify=客服群") })
        }
    }

    @Test func `encrypted content is sent and accepted`() async throws {
        var options = TestWorld.Options()
        options.cipher = try ContentCipher(base64: "aYA0GP8JEW+D7/UFaskCWA==")
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("我要退款"))
            #expect(try await world.received(1).count == 1)
        }
    }
}
