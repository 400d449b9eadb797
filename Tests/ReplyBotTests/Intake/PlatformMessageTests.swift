import AlipayClient
import AlipaySimulator
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// From-Ant messages come to the same address, are verified, and are answered with a plain word (PROTOCOL 1.9).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct PlatformMessageTests {
    private static func body(appID: String = SimulationKeys.appID, spoiled: Bool = false) throws -> [UInt8] {
        let text =
            "app_id=\(appID)&biz_content={\"secret\":1}&charset=UTF-8&msg_method=alipay.open.sp.sign.sync.notify"
            + "&notify_id=5608cccc&utc_timestamp=1514210452731&version=1.1"
        let sign = try TestWorld.keys.get().platform.signBase64(Array(text.utf8))
        let escaped = sign.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        return Array("\(text)&sign_type=RSA2&sign=\(escaped)\(spoiled ? "&extra=1" : "")".utf8)
    }

    @Test func `a message is verified, logged by its name, and answered success`() async throws {
        try await TestWorld.run { world in
            let (status, body) = try await world.post(try Self.body())
            #expect(status == 200)
            #expect(String(decoding: body, as: UTF8.self) == "success")
            #expect(
                world.logs.lines.contains {
                    $0.hasPrefix("notice platform message received") && $0.contains("alipay.open.sp.sign.sync.notify")
                }
            )
            #expect(!world.logs.lines.contains { $0.contains("secret") })
            #expect(try await world.store.events(limit: 1).isEmpty)
            #expect(await world.platform.sends.isEmpty)
        }
    }

    @Test(arguments: [("spoiled", "bad-signature"), ("foreign", "foreign-application")])
    func `a message that is not Alipay's for us is answered fail`(_ kind: String, _ reason: String) async throws {
        try await TestWorld.run { world in
            let (status, body) = try await world.post(
                kind == "spoiled" ? try Self.body(spoiled: true) : try Self.body(appID: "2021999999999999")
            )
            #expect(status == 400)
            #expect(String(decoding: body, as: UTF8.self) == "fail")
            #expect(
                world.logs.lines.contains { $0.hasPrefix("warning platform message refused") && $0.contains(reason) }
            )
        }
    }
}
