import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct InboundEventTests {
    @Test(arguments: ["AppId", "CreateTime", "MsgType", "Text"])
    func `an element that every text message has is needed`(_ name: String) throws {
        #expect(throws: NotificationError.missingElement) { try SignedRequest(EventXML.text([name: nil])).event() }
        #expect(throws: NotificationError.missingElement) { try SignedRequest(EventXML.text([name: ""])).event() }
        #expect(throws: NotificationError.missingElement) {
            try SignedRequest(EventXML.text([name: "<![CDATA[ \n]]>"])).event()
        }
    }

    @Test(
        arguments: [
            ("2088102122458832", "20880037081313300931049260316403", "2088102122458832"),
            (" <![CDATA[ 2088102122458832 ]]>\n", nil, "2088102122458832"),
            (nil, "<![CDATA[legacy01]]>", "legacy01"),
            ("", "<![CDATA[legacy01]]>", "legacy01"),
            ("<![CDATA[  ]]>", "legacy01", "legacy01"),
            (nil, nil, nil),
            ("", " ", nil),
            ("<Deeper>2088102122458832</Deeper>", nil, nil),
        ] as [(String?, String?, String?)]
    )
    func `the newer id of a follower goes before the older one`(
        _ newer: String?,
        _ older: String?,
        _ id: String?
    ) throws {
        let request = SignedRequest(EventXML.text(["FromAlipayUserId": newer, "FromUserId": older]))
        guard let id else {
            #expect(throws: NotificationError.missingElement) { try request.event() }
            return
        }
        #expect(try request.event().userID == id)
    }

    @Test(
        arguments: [
            "abc", "1.5", "-1", "1e3", "0x10", "12 34", "１４５７", "1457426646396ms", "99999999999999",
            "9223372036854775808", "1457426646396<x/>0", "NaN",
        ]
    )
    func `a time that is no number of milliseconds is refused`(_ time: String) {
        #expect(throws: NotificationError.missingElement) {
            try SignedRequest(EventXML.text(["CreateTime": time])).event()
        }
    }

    @Test(arguments: [
        ("0", 0.0), ("<![CDATA[1]]>", 0.001), (" 1457426646396\n", 1_457_426_646.396),
        ("9999999999999", 9_999_999_999.999),
    ])
    func `a time is read in milliseconds`(_ time: String, _ seconds: Double) throws {
        let event = try SignedRequest(EventXML.text(["CreateTime": time])).event()
        #expect(event.created == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: EventXML.elements.map(\.name) + ["Unknown"])
    func `an element occurs once at most`(_ name: String) throws {
        let content = EventXML.elements.first { $0.name == name }?.content ?? ""
        let twice = EventXML.elements.filter { $0.name != name } + [(name, content), (name, content)]
        #expect(throws: NotificationError.duplicateElement) { try SignedRequest(EventXML.document(twice)).event() }
    }

    @Test(arguments: ["\u{E9}", "e\u{301}", "K", "\u{212A}", "k"])
    func `names that Unicode takes for equal are one name`(_ name: String) throws {
        for other in ["\u{E9}", "e\u{301}", "K", "\u{212A}", "k"] {
            let request = SignedRequest(
                EventXML.document(EventXML.elements + [(name, ""), (other, "")]),
                charset: .utf8
            )
            if name == other {
                #expect(throws: NotificationError.duplicateElement) { try request.event() }
            } else {
                #expect(throws: Never.self) { try request.event() }
            }
        }
    }

    /// Names and ids are compared in parts.
    @Test func `names and ids with the same beginning are different ones`() throws {
        let names = ["FromUser", "FromUserI", "FromUserIe", "FromUserIdd", "FromAlipayUserIe"]
        let elements = names.map { ($0, "2088102122458832") } + EventXML.elements
        #expect(try SignedRequest(EventXML.document(elements)).event() == SignedRequest(EventXML.text()).event())
        for older in [
            "2088102122458832", "2088102122458833", "20881021224588320", "208810212245883", " 2088102122458832",
        ] {
            let request = SignedRequest(
                EventXML.text(["FromAlipayUserId": "2088102122458832", "FromUserId": older])
            )
            let event = try request.event()
            #expect(event.userID == "2088102122458832")
            #expect(event.legacyUserID == older.trimmingCharacters(in: .whitespaces))
        }
    }

    @Test func `the elements come in any order, among others`() throws {
        let event = try SignedRequest(EventXML.text()).event()
        let reversed = [("Future", "<X><Y/></X>")] + EventXML.elements.reversed()
        #expect(try SignedRequest(EventXML.document(reversed)).event() == event)
        let spaced = EventXML.text()
            .replacingOccurrences(of: "><", with: ">\r\n\t<")
            .replacingOccurrences(of: ">\r\n\t<!", with: "><!")
            .replacingOccurrences(of: "]]>\r\n\t<", with: "]]><")
        #expect(try SignedRequest(spaced).event() == event)
    }

    @Test(
        arguments: [
            ("<Content><![CDATA[ x\n]]></Content>", " x\n"),
            ("\n\t<Content>x</Content>\n\t", "x"),
            ("stray<Content>x</Content>", "x"),
            ("<Content/>", ""),
            ("<Other>y</Other><Content>x</Content>", "x"),
        ]
    )
    func `a message says what Content holds`(_ text: String, _ content: String) throws {
        #expect(try SignedRequest(EventXML.text(["Text": text])).event().content == .text(content))
    }

    @Test(
        arguments: [
            ("x", NotificationError.missingElement), ("<Deeper><Content>x</Content></Deeper>", .missingElement),
            ("<Content>a</Content><Content>b</Content>", .duplicateElement),
        ]
    )
    func `a message without its one Content is refused`(_ text: String, _ error: NotificationError) {
        #expect(throws: error) { try SignedRequest(EventXML.text(["Text": text])).event() }
    }

    @Test(arguments: [
        "<xml></xml>", "<XML/>", "<alipay><XML></XML></alipay>", "<Xml><AppId>2021000000000001</AppId></Xml>",
    ])
    func `a document that is no event is refused`(_ document: String) {
        #expect(throws: NotificationError.missingElement) { try SignedRequest(document).event() }
    }

    @Test func `a message is the same by its id, whatever else it says`() throws {
        let first = try SignedRequest(EventXML.text()).event()
        let again = try SignedRequest(EventXML.text(["CreateTime": "1", "Text": "<Content>x</Content>"])).event()
        let other = try SignedRequest(EventXML.text(["MsgId": "2"])).event()
        #expect(first.identity == again.identity)
        #expect(first.identity != other.identity)
    }

    @Test func `an event is the same by all that it says of itself`() throws {
        let event = EventXML.event("click", parameter: "a")
        let identity = try SignedRequest(event).event().identity
        #expect(try SignedRequest(event, charset: .gbk).event().identity == identity)
        let others = [
            event.replacingOccurrences(of: "1457426646396", with: "1457426646397"),
            event.replacingOccurrences(of: "2088102122458832", with: "2088102122458833"),
            event.replacingOccurrences(of: "click", with: "follow"),
            event.replacingOccurrences(of: "[a]", with: "[b]"),
        ]
        for other in others {
            #expect(try SignedRequest(other).event().identity != identity)
        }
    }

    @Test func `two lists of parts never read the same`() throws {
        let first = EventXML.event("ab", parameter: "c")
        let second = EventXML.event("a", parameter: "bc")
        #expect(try SignedRequest(first).event().identity != SignedRequest(second).event().identity)
    }
}
