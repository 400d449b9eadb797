import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// Events and answers that are encrypted with RSA (PROTOCOL 1.8).
@Suite(.timeLimit(.minutes(5)), .watched)
struct EncryptedEventTests {
    /// Alipay's side: our public key and its own private one.
    private func platformCipher() throws -> EventCipher {
        EventCipher(own: try VectorKeys.signing("alipay_platform"), platform: try VectorKeys.verifying("app"))
    }

    private func ownCipher() throws -> EventCipher {
        EventCipher(own: try VectorKeys.signing(), platform: try VectorKeys.verifying())
    }

    private func notification(_ content: String, _ charset: Charset = .gbk) throws -> VerifiedNotification {
        let encrypted = try platformCipher().encrypt(charset.encode(content))
        return try SignedRequest(bytes: Array(encrypted.utf8), charset: charset.rawValue).verify()
    }

    @Test(arguments: Charset.allCases, ["你好", String(repeating: "退款", count: 500)])
    func `an event is verified as it came and then decrypted`(_ charset: Charset, _ text: String) throws {
        let xml = EventXML.text(["Text": "<Content><![CDATA[\(text)]]></Content>"])
        let notification = try notification(xml, charset).decrypted(by: try ownCipher())
        let event = try InboundEvent(notification, appID: SignedRequest.appID)
        #expect(event.isEncrypted)
        #expect(event.messageType == "text")
    }

    @Test func `blocks are joined in order`() throws {
        let (platform, own) = (try platformCipher(), try ownCipher())
        for size in [1, 244, 245, 246, 490, 491, 4_000] {
            let plain = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            let cipher = try platform.encrypt(plain)
            #expect(Data(base64Encoded: cipher)?.count == (size + 244) / 245 * 256)
            #expect(own.decrypt(Array(cipher.utf8)) == plain)
        }
    }

    @Test func `an event that comes in plain text is read as it is, and answered so`() throws {
        let notification = try SignedRequest(EventXML.text([:])).verify().decrypted(by: try ownCipher())
        #expect(try !InboundEvent(notification, appID: SignedRequest.appID).isEncrypted)
    }

    @Test(arguments: ["AAAA", "not base64", "", String(repeating: "A", count: 344)])
    func `content encrypted for others is refused with one reason`(_ content: String) throws {
        let request = SignedRequest(bytes: Array("x\(content)".utf8), charset: "GBK")
        let notification = try request.verify()
        #expect(throws: NotificationError.undecryptableContent) { try notification.decrypted(by: try ownCipher()) }
        let foreign = try SignedRequest(
            bytes: Array(try ownCipher().encrypt(Array("<XML/>".utf8)).utf8),
            charset: "GBK"
        )
        .verify()
        // Encrypted for Alipay and not for us; from OpenSSL 3.2 on the block decrypts to noise instead of an error.
        #expect(throws: NotificationError.self) {
            try InboundEvent(try foreign.decrypted(by: try ownCipher()), appID: SignedRequest.appID)
        }
    }

    @Test func `more blocks than an event has are not even tried`() throws {
        let block = try platformCipher().encrypt([1])
        let bytes = try #require(Data(base64Encoded: block))
        let many = Data((0..<65).flatMap { _ in bytes })
        #expect(try ownCipher().decrypt([UInt8](many.base64EncodedData())) == nil)
        #expect(try ownCipher().decrypt([UInt8](many.dropLast(256).base64EncodedData()))?.count == 64)
    }

    @Test func `the answer to an encrypted event is encrypted for Alipay, and signed as ciphertext`() throws {
        let event = try InboundEvent(
            try notification(EventXML.text([:])).decrypted(by: try ownCipher()),
            appID: SignedRequest.appID
        )
        let writer = try Acknowledgement(key: try VectorKeys.signing(), cipher: try ownCipher())
        let answer = try writer.acknowledge(event, at: Date(timeIntervalSince1970: 1))
        let tree = try XMLDocument.read(String(decoding: answer.body, as: UTF8.self), limits: XMLLimits())
        #expect(tree.children.map(\.name) == ["response", "encryption_type", "sign", "sign_type"])
        #expect(tree.child("encryption_type")?.text == "RSA")
        let response = Array(try #require(tree.child("response")).text.utf8)
        let sign = try #require(tree.child("sign")).text
        #expect(try VectorKeys.verifying("app").isValid(base64: sign, for: response))
        let plain = try #require(try platformCipher().decrypt(response))
        #expect(String(decoding: plain, as: UTF8.self).hasPrefix("<XML><ToUserId><![CDATA[\(event.userID)]]>"))
    }

    @Test func `neither key can be printed`() throws {
        let cipher = try ownCipher()
        var dumped = ""
        dump(cipher, to: &dumped)
        #expect("\(cipher)" == "EventCipher(<REDACTED>)")
        #expect(!dumped.contains("KeyHandle"))
    }
}
