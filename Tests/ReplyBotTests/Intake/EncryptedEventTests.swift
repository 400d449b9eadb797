import AlipaySimulator
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import AlipayClient
@testable import ReplyBot
@testable import ReplyBotCommand

/// Events that the platform encrypts, through the whole bot (PROTOCOL 1.8).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct EncryptedEventTests {
    private static func options() throws -> TestWorld.Options {
        let keys = try TestWorld.keys.get()
        var options = TestWorld.Options()
        options.identity = try AlipayIdentity(
            credentials: OpenAPICredentials(
                appID: SimulationKeys.appID,
                signingKey: keys.application,
                mode: .key(try keys.platform.verifyingKey())
            ),
            signType: .rsa2,
            handshakeForm: .withPublicKey,
            encryptsEvents: true
        )
        return options
    }

    /// Alipay's side: its own private key and our public one.
    private static func platformCipher() throws -> EventCipher {
        let keys = try TestWorld.keys.get()
        return EventCipher(own: keys.platform, platform: try keys.application.verifyingKey())
    }

    @Test func `an encrypted text is answered in ciphertext, and decided`() async throws {
        try await TestWorld.run(try Self.options()) { world in
            let xml =
                "<XML><AppId>\(SimulationKeys.appID)</AppId><FromAlipayUserId>\(TestWorld.user)</FromAlipayUserId>"
                + "<CreateTime>\(Int64(TestWorld.start.timeIntervalSince1970) * 1_000)</CreateTime><MsgType>text</MsgType>"
                + "<MsgId>1</MsgId><Text><Content>我要退款</Content></Text></XML>"
            let cipher = try Self.platformCipher()
            let content = Array(try cipher.encrypt(Charset.gbk.encode(xml)).utf8)
            let (status, body) = try await world.post(try SignedForm.make(content, charset: "GBK"))
            #expect(status == 200)
            let text = String(decoding: body, as: UTF8.self)
            #expect(text.contains("<encryption_type>RSA</encryption_type>"))
            let response = try #require(text.split(separator: "<response>").last?.split(separator: "</response>").first)
            let plain = try #require(cipher.decrypt(Array(response.utf8)))
            #expect(
                String(decoding: plain, as: UTF8.self).contains("<ToUserId><![CDATA[\(TestWorld.user)]]></ToUserId>")
            )
            // The simulator did not send the event, and would refuse the reply for lack of an interaction.
            let decision = try #require(await world.decisions.first { _ in true })
            guard case .replied = decision.outcome else {
                Issue.record("the text was not understood")
                return
            }
        }
    }

    @Test func `content that is neither XML nor for us is refused, and leaves no trace`() async throws {
        try await TestWorld.run(try Self.options()) { world in
            let block = Data(repeating: 1, count: 256).base64EncodedString()
            for content in ["AAAA", block] {
                let (status, body) = try await world.post(try SignedForm.make(Array(content.utf8), charset: "GBK"))
                #expect(status == 400)
                #expect(body.isEmpty)
            }
            #expect(world.logs.lines.contains { $0.contains("undecryptable-content") })
            #expect(try await world.store.events(limit: 1).isEmpty)
        }
    }

    @Test func `an event in plain text and a handshake are taken as before`() async throws {
        try await TestWorld.run(try Self.options()) { world in
            let handshake = try await world.deliver(.gatewayCheck)
            #expect(handshake == .gatewayVerified(publicKey: try TestWorld.keys.get().application.publicKeyBase64()))
            let verdict = try await world.deliver(.say("我要退款"))
            #expect(verdict == .acknowledged(userID: TestWorld.user))
            let received = try await world.received(1)
            #expect(received.count == 1)
        }
    }
}
