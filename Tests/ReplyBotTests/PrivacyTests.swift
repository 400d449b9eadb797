import AlipayClient
import AlipaySimulator
import Foundation
import Logging
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// What logs may never contain, whatever happens (DESIGN 8, promise 6).
@Suite(.timeLimit(.minutes(20)))
struct PrivacyTests {
    @Test func `no key, text or full user id reaches a log at info or above`() async throws {
        var options = TestWorld.Options()
        options.logLevel = .info
        let secretText = "我要退款 canary-7391"
        let lines = try await TestWorld.run(options) { world in
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.gatewayCheck)
            try await world.deliver(.say(secretText), id: "1")
            try await world.deliver(.say(secretText), id: "1")
            try await world.deliver(.say(secretText), id: "2", forgery: .wrongKey)
            try await world.deliver(.click(menu: "canary-7391"))
            await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.advance(by: 15)
            try await world.platform.waitForDelivered(1)
            return world.logs.lines
        }
        #expect(lines.count > 5)
        let keys = try TestWorld.keys.get()
        let secrets = [
            "canary", "退款一般", TestWorld.user, try keys.application.publicKeyBase64(),
            String(try keys.application.exportedPEM().dropFirst(100).prefix(60)),
        ]
        for secret in secrets {
            #expect(!lines.contains { $0.contains(secret) }, "\(secret)")
        }
    }

    @Test(arguments: [
        ("2088102122458832", "2088****8832"), ("short", "****"), ("", "****"),
        ("20880037081313300931049260316403", "2088****6403"),
    ])
    func `a user id is shown masked`(userID: String, masked: String) {
        #expect("\(MaskedUserID(userID))" == masked)
    }
}
