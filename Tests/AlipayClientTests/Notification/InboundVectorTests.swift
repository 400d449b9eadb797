import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct InboundVectorTests {
    /// The content of each genuine vector.
    static let expected: [(id: String, content: InboundEvent.Content)] = [
        ("verifygw_gbk_rsa2", .gatewayCheck),
        ("verifygw_utf8_rsa2", .gatewayCheck),
        ("text_gbk_rsa2", .text("你好 + 100% a=b&c=d ￥ “优惠”")),
        ("text_utf8_rsa2", .text("你好 + 100% a=b&c=d ￥ “优惠” 😀")),
        ("text_gbk_emoji_lossy", .text("笑 ? ok")),
        ("text_xmlish", .text("<b>&amp; &lt; </b>")),
        ("text_push", .text("push")),
        ("text_whitespace", .text(" 余额 ")),
        ("follow_gbk", .follow(scene: nil)),
        ("unfollow_utf8", .unfollow),
        ("click_authentication", .click(menu: "authentication")),
        ("enter_scene_utf8", .enter(scene: "1")),
        ("unknown_event", .other(messageType: "event", eventType: "some_future_event")),
        ("unknown_msgtype", .other(messageType: "voice", eventType: nil)),
        ("text_rsa1_legacy", .text("余额")),
        ("empty_param_skipped", .text("余额")),
        ("text_gbk_rsa2_lowerhex", .text("你好 + 100% a=b&c=d ￥ “优惠”")),
    ]

    @Test(arguments: expected)
    func `a genuine request says what its sender meant`(_ id: String, _ content: InboundEvent.Content) throws {
        let vector = try InboundVector.named(id)
        let event = try vector.event()
        #expect(event.content == content)
        #expect(event.charset == Charset(name: vector.charsetParam))
        #expect(event.appID == "2021000000000001")
        #expect(event.userID == (content == .gatewayCheck ? "" : "2088102122458832"))
    }

    @Test func `a message carries its id, its time and the masked name of its sender`() throws {
        let event = try InboundVector.named("text_gbk_rsa2").event()
        #expect(event.messageID == "160308464406000001")
        #expect(event.created == Date(timeIntervalSince1970: 1_457_426_646.396))
        #expect(event.userName == "*小虎")
        #expect(event.messageType == "text")
        #expect(event.eventType == nil)
        #expect(event.actionParameter == nil)
    }

    @Test func `an event carries its raw type and parameter`() throws {
        let event = try InboundVector.named("enter_scene_utf8").event()
        #expect(event.messageID == nil)
        #expect(event.eventType == "enter")
        #expect(event.actionParameter == #"{"scene":{"sceneId":"1","ext":"渠道"}}"#)
        #expect(event.created == Date(timeIntervalSince1970: 1_380_108_585.332))
    }

    @Test func `two spellings of one request are one event`() throws {
        let upper = try InboundVector.named("text_gbk_rsa2").event()
        let lower = try InboundVector.named("text_gbk_rsa2_lowerhex").event()
        #expect(upper == lower)
        #expect(upper.identity == lower.identity)
    }

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
        #expect(try InboundVector.verified().count == Self.expected.count)
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
