import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct InboundVectorTests {
    @Test(arguments: try InboundVector.all())
    func `the bytes that are signed are those of every implementation`(_ vector: InboundVector) throws {
        let form = try vector.form()
        #expect(NotificationVerifier.signatureBase(of: form) == [UInt8](hex: vector.stringToSignHex))
        #expect(form.text("sign") == vector.sign)
    }

    @Test(arguments: try InboundVector.verified())
    func `a genuine request is verified by the usual reading`(_ vector: InboundVector) throws {
        let notification = try vector.verify()
        #expect(notification.variant == .withoutEmptyValues)
        #expect(notification.charset == Charset(name: vector.charsetParam))
        #expect(notification.charset.decode(notification.parts.content) == vector.bizContentUtf8)
    }

    @Test(
        arguments: [
            ("neg_sign_type_dropped_V1", NotificationError.badSignature),
            ("neg_wrong_key", .badSignature),
            ("neg_added_param", .badSignature),
            ("neg_sign_plus_to_space", .badSignature),
            ("neg_sign_type_downgrade", .unexpectedSignType),
        ]
    )
    func `a request that is not genuine is refused`(_ id: String, _ error: NotificationError) throws {
        let vector = try InboundVector.named(id)
        #expect(throws: error) { try vector.verify() }
    }

    @Test func `the table of refusals names every negative vector`() throws {
        #expect(try InboundVector.all().count { !$0.expectVerified } == 5)
        #expect(try InboundVector.verified().count == InboundEventVectorTests.expected.count)
    }

    @Test(arguments: try InboundVector.all())
    func `a key that did not sign verifies no request`(_ vector: InboundVector) throws {
        let form = try vector.form()
        let strangers = try ["app", "alipay_platform_next"].map(VectorKeys.verifying)
        let verifier = NotificationVerifier(keys: strangers, signType: form.text("sign_type") == "RSA" ? .rsa : .rsa2)
        #expect(throws: NotificationError.badSignature) { try verifier.verify(form) }
    }

    @Test func `each of several keys verifies, in any order`() throws {
        let keys = try ["alipay_platform_next", "alipay_platform"].map(VectorKeys.verifying)
        let form = try InboundVector.named("text_push").form()
        #expect(throws: Never.self) { try NotificationVerifier(keys: keys).verify(form) }
        #expect(throws: Never.self) { try NotificationVerifier(keys: keys.reversed()).verify(form) }
        #expect(throws: NotificationError.badSignature) { try NotificationVerifier(keys: []).verify(form) }
    }
}
