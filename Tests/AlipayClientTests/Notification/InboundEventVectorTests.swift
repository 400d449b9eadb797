import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct InboundEventVectorTests {
    /// What each genuine vector says.
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
}
