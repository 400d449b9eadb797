import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// Published documents of the platform and of its customers; the first line of each names its source.
@Suite(.timeLimit(.minutes(5)), .watched)
struct SampleTests {
    /// The content of each inbound sample.
    static let events: [(file: String, appID: String, content: InboundEvent.Content, userID: String)] = [
        ("click_2014_doc", "2013091400029967", .click(menu: "ZFB_HFCX"), oldUser),
        ("follow_2014_doc", "2013091400029967", .follow(scene: nil), oldUser),
        ("unfollow_2014_doc", "2013091400029967", .unfollow, oldUser),
        ("text_2016_capture", "2016022201155812", .text("push"), "2088402125991030"),
        ("verifygw_2014_doc", "2014010300073039", .gatewayCheck, ""),
    ]

    private static let oldUser = "aYMvrMC8+qdi3Mj1lqxRZJPUsrychFTewHXFVXq5ySDxWgIluiZN3K2r70Eebm4r01"

    private static func text(_ file: String) throws -> String { try Vectors.text("samples/\(file).xml") }

    private static func event(_ file: String, appID: String, charset: Charset) throws -> InboundEvent {
        let isCheck = file.hasPrefix("verifygw")
        let service = isCheck ? "alipay.service.check" : "alipay.mobile.public.message.notify"
        let request = SignedRequest(try text(file), charset: charset, service: service)
        return try InboundEvent(try request.verify(), appID: appID)
    }

    @Test(arguments: events, Charset.allCases)
    func `a published event says what it was published for`(
        _ sample: (file: String, appID: String, content: InboundEvent.Content, userID: String),
        _ charset: Charset
    ) throws {
        let event = try Self.event(sample.file, appID: sample.appID, charset: charset)
        #expect(event.content == sample.content)
        #expect(event.userID == sample.userID)
        #expect(event.appID == sample.appID)
    }

    @Test func `a follower's details are read where they were published`() throws {
        let event = try Self.event("click_2014_doc", appID: "2013091400029967", charset: .gbk)
        #expect(event.created == Date(timeIntervalSince1970: 1_380_111_761.024))
        #expect(event.agreementID == "20130925000001318457")
        #expect(event.accountNumber == nil)
        #expect(event.loginID == "135****1009")
        #expect(event.messageID == nil)
    }

    @Test func `the acknowledgement has the shape of the official one`() throws {
        let sample = try Self.text("ack_official_demo")
        let event = try Self.event("text_2016_capture", appID: "2016022201155812", charset: .gbk)
        let date = Date(timeIntervalSince1970: 1_457_426_646.999)
        let answer = try Acknowledgement(key: VectorKeys.signing()).acknowledge(event, at: date)
        let document = try #require(sample.split(separator: "\n").last { $0.hasPrefix("<XML>") })
        #expect(String(decoding: answer.body, as: UTF8.self).contains("<response>\(document)</response>"))
    }

    @Test func `the older reply in place of an acknowledgement can be read`() throws {
        let tree = try XMLDocument.read(try Self.text("passive_reply_2014_doc"), limits: XMLLimits())
        #expect(tree.child("Articles")?.child("Item")?.child("Title")?.text == "优惠信息")
    }
}
