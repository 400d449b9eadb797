import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct InboundEventKindTests {
    /// The forms of `ActionParam` and the scene that each names.
    static let scenes: [(parameter: String?, scene: String?)] = [
        (nil, nil), ("", nil), ("{}", nil), ("[]", nil), ("null", nil), ("not json", nil), ("menu_key", nil),
        (#"{"scene":{"sceneId":"1"}}"#, "1"),
        (#"{"scene":{"sceneId":"渠道 1","more":[1]},"x":null}"#, "渠道 1"),
        ("{\n  \"scene\" : {\n    \"sceneId\" : \"1\"\n  }\n}", "1"),
        (#"{"scene":{"sceneId":1}}"#, nil), (#"{"scene":{"sceneId":""}}"#, nil), (#"{"scene":{"sceneId":null}}"#, nil),
        (#"{"scene":{}}"#, nil), (#"{"scene":null}"#, nil), (#"{"scene":"1"}"#, nil), (#"{"sceneId":"1"}"#, nil),
        (#"{"scene":{"sceneId":"1"}"#, nil), (#"{"scene":{"sceneId":"1"}}x"#, nil),
        (String(repeating: "[", count: 50_000), nil),
        (String(repeating: #"{"scene":"#, count: 5_000), nil),
    ]

    @Test(arguments: scenes)
    func `a scene that cannot be read makes a plain event`(_ parameter: String?, _ scene: String?) throws {
        #expect(
            try SignedRequest(EventXML.event("enter", parameter: parameter)).event().content == .enter(scene: scene)
        )
        #expect(
            try SignedRequest(EventXML.event("follow", parameter: parameter)).event().content == .follow(scene: scene)
        )
    }

    @Test(
        arguments: [
            ("click", "menu_key", .click(menu: "menu_key"), "click"), ("click", nil, .click(menu: ""), "click"),
            ("unfollow", "x", .unfollow, "unfollow"),
            ("Follow", nil, .other(messageType: "event", eventType: "Follow"), "other"),
            ("enter_ppchat", nil, .other(messageType: "event", eventType: "enter_ppchat"), "other"),
            // The handshake needs its service and EventType: the EventType alone is not enough.
            ("verifygw", nil, .other(messageType: "event", eventType: "verifygw"), "other"),
        ] as [(String, String?, InboundEvent.Content, String)]
    )
    func `an event is of the kind that it names`(
        _ type: String,
        _ parameter: String?,
        _ content: InboundEvent.Content,
        _ kind: String
    ) throws {
        let event = try SignedRequest(EventXML.event(type, parameter: parameter)).event()
        #expect(event.content == content)
        #expect(event.kind == kind)
    }

    @Test(
        arguments: [
            ("<MediaId>m</MediaId><Format>jpg</Format>", .image(mediaID: "m", format: "jpg")),
            ("\n<MediaId><![CDATA[ m ]]></MediaId>", .image(mediaID: "m", format: nil)),
            ("", .image(mediaID: "", format: nil)),
        ] as [(String, InboundEvent.Content)]
    )
    func `a picture is named by its media id`(_ image: String, _ content: InboundEvent.Content) throws {
        let elements = EventXML.elements.filter { !["MsgType", "Text"].contains($0.name) }
        let document = EventXML.document(elements + [("MsgType", "image"), ("Image", image)])
        #expect(try SignedRequest(document).event().content == content)
    }

    @Test(
        arguments: [
            ([("MediaId", "m"), ("Format", "jpg")], .image(mediaID: "m", format: "jpg")),
            // Where there is an `Image`, only its children are read.
            ([("Image", "<Format>png</Format>"), ("MediaId", "m")], .image(mediaID: "", format: "png")),
            ([("Image", "<X><MediaId>m</MediaId></X>")], .image(mediaID: "", format: nil)),
        ] as [([(name: String, content: String)], InboundEvent.Content)]
    )
    func `a media id is read at its place only`(
        _ elements: [(name: String, content: String)],
        _ content: InboundEvent.Content
    ) throws {
        let rest = EventXML.elements.filter { !["MsgType", "Text"].contains($0.name) }
        let document = EventXML.document(rest + [("MsgType", "image")] + elements)
        #expect(try SignedRequest(document).event().content == content)
    }

    @Test func `every field of an event is read`() throws {
        let information = #"<![CDATA[{ "logon_id": "138****0000", "user_name": "*小虎" }]]>"#
        let fields = [("UserInfo", information), ("AgreementId", "a1"), ("AccountNo", "<![CDATA[n1]]>")]
        let event = try SignedRequest(EventXML.document(EventXML.elements + fields)).event()
        #expect(event.loginID == "138****0000")
        #expect(event.userName == "*小虎")
        #expect(event.agreementID == "a1")
        #expect(event.accountNumber == "n1")
        #expect(event.userID == "2088102122458832")
        #expect(event.legacyUserID == "20880037081313300931049260316403")
        let plain = try SignedRequest(EventXML.text()).event()
        #expect(plain.loginID == nil && plain.agreementID == nil && plain.accountNumber == nil)
        // Details beside the event's content do not change its identity.
        #expect(plain.identity == event.identity)
    }

    @Test(arguments: ["text", "Text", "voice", "EVENT"])
    func `the type of a message has one spelling`(_ type: String) throws {
        let content = try SignedRequest(EventXML.text(["MsgType": type])).event().content
        #expect(content == (type == "text" ? .text("你好") : .other(messageType: type, eventType: nil)))
    }

    @Test(
        arguments: [
            (#"{"logon_id":"1","user_name":"*小虎"}"#, "*小虎"), ("{\n \"user_name\" : \"*小虎\"\n}", "*小虎"),
            (#"{"user_name":1}"#, nil), ("{}", nil), ("x", nil), ("", nil),
            (String(repeating: "[", count: 50_000), nil),
        ] as [(String, String?)]
    )
    func `a name that cannot be read is none`(_ information: String, _ name: String?) throws {
        let document = EventXML.document(EventXML.elements + [("UserInfo", "<![CDATA[\(information)]]>")])
        #expect(try SignedRequest(document).event().userName == name)
    }
}
