import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct NotificationVerifierTests {
    @Test(arguments: ["service", "charset", "sign_type", "biz_content"])
    func `each parameter is needed, with a value`(_ name: String) throws {
        var request = SignedRequest(EventXML.text())
        request.remove(name)
        #expect(throws: NotificationError.missingParameter) { try request.verify() }
        request.set(name, "")
        #expect(throws: NotificationError.missingParameter) { try request.verify() }
    }

    @Test func `an unsigned request is never believed`() throws {
        let form = try NotificationForm(query: [], body: FormWriter.write(SignedRequest(EventXML.text()).parameters))
        let verifier = try NotificationVerifier(keys: [VectorKeys.verifying()])
        #expect(throws: NotificationError.missingParameter) { try verifier.verify(form) }
    }

    @Test func `a valid SHA-1 signature by the right key does not pass as the configured SHA-256`() throws {
        var request = SignedRequest(EventXML.text())
        request.signType = .rsa
        request.set("sign_type", "RSA")
        #expect(throws: NotificationError.unexpectedSignType) { try request.verify() }
        let legacy = try NotificationVerifier(keys: [VectorKeys.verifying()], signType: .rsa)
        #expect(throws: Never.self) { try legacy.verify(request.form()) }
        request.set("sign_type", "RSA2")
        #expect(throws: NotificationError.badSignature) { try request.verify() }
        #expect(throws: NotificationError.unexpectedSignType) { try legacy.verify(request.form()) }
    }

    @Test(arguments: ["rsa2", "RSA2 ", " RSA2", "RSA", "RSA256", "SHA256withRSA", "RSA2\0", "none", "ＲＳＡ2"])
    func `the signature's type is written in one way only`(_ type: String) throws {
        var request = SignedRequest(EventXML.text())
        request.set("sign_type", type)
        #expect(throws: NotificationError.unexpectedSignType) { try request.verify() }
    }

    @Test(
        arguments: [
            "UTF-16", "UTF-7", "latin1", "GBK ", " GBK", "GB", "Big5", "null", "GBK\0", "UTF-8,GBK", "UTF_8",
            // Canonically equivalent to GBK, so equal by Swift's ==: the last letter is the Kelvin sign.
            "GB\u{212A}",
        ]
    )
    func `a character set that the platform does not use is refused`(_ name: String) throws {
        let request = SignedRequest(bytes: Array(EventXML.text().utf8), charset: name)
        #expect(throws: NotificationError.unknownCharset) { try request.verify() }
    }

    @Test(arguments: [("gbk", Charset.gbk), ("GB2312", .gbk), ("gb18030", .gbk), ("utf-8", .utf8), ("Utf8", .utf8)])
    func `the names of the two character sets are read`(_ name: String, _ charset: Charset) throws {
        let request = SignedRequest(bytes: charset.encode(EventXML.text()), charset: name)
        #expect(try request.event().content == .text("你好"))
        #expect(try request.event().charset == charset)
    }

    @Test func `a service is judged after the signature`() throws {
        var request = SignedRequest(EventXML.text(), service: "alipay.other")
        #expect(throws: NotificationError.unknownService) { try request.verify() }
        request.key = "attacker"
        #expect(throws: NotificationError.badSignature) { try request.verify() }
    }

    @Test func `parameters without a value are signed, or not`() throws {
        var request = SignedRequest(EventXML.text())
        request.set("encrypt_type", "")
        #expect(try request.verify().variant == .withEmptyValues)
        request.signature = try SignedRequest(EventXML.text()).sign()
        #expect(try request.verify().variant == .withoutEmptyValues)
    }

    @Test func `the serial of Alipay's certificate is signed, or not`() throws {
        var request = SignedRequest(EventXML.text())
        request.set("alipay_cert_sn", "e61e7acfbecc27698e985d15d4101cd5")
        #expect(try request.verify().variant == .withoutEmptyValues)
        request.signature = try SignedRequest(EventXML.text()).sign()
        #expect(try request.verify().variant == .withoutCertificateSerial)
        request.set("app_id", SignedRequest.appID)
        #expect(throws: NotificationError.badSignature) { try request.verify() }
    }

    @Test(arguments: ["SIGN", "sign ", "sign\0", "alipay_cert_sn2", "ALIPAY_CERT_SN", "", "_"])
    func `no other parameter goes unsigned`(_ name: String) throws {
        var request = SignedRequest(EventXML.text())
        request.signature = try request.sign()
        request.set(name, "1")
        #expect(throws: NotificationError.badSignature) { try request.verify() }
    }
}
