import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct CustomMessageTests {
    private static func json(_ message: CustomMessage) throws -> String {
        let request = try message.request()
        #expect(request.method == "POST")
        #expect(request.uri == "/v3/alipay/open/public/message/custom/send")
        return try #require(String(validating: request.body, as: UTF8.self))
    }

    @Test(
        arguments: [
            ("你好", #""你好""#), (" ", #"" ""#), (#"a"b\c"#, #""a\"b\\c""#),
            ("https://x/?a=1&b=2", #""https://x/?a=1&b=2""#),
            ("1\n2\t3\r\n", #""1\n2\t3\r\n""#), ("\u{0}\u{1F}", #""\u0000\u001f""#), ("😀e\u{301}", "\"😀e\u{301}\""),
            ("</script>", #""</script>""#),
        ]
    )
    func `a text is written as one line of JSON`(_ text: String, _ literal: String) throws {
        let json = try Self.json(CustomMessage(userID: "2088102122458832", content: .text(text)))
        let expected =
            #"{"chat":"0","msg_type":"text","text":{"content":"# + literal + #"},"to_user_id":"2088102122458832"}"#
        #expect(Array(json.utf8) == Array(expected.utf8))
    }

    @Test(
        arguments: [
            (CustomMessage.EventType.follow, "follow"), (.click, "click"),
            // The inbound event is called `enter`, the outbound one is not (PROTOCOL 2.6).
            (.enterChat, "enter_ppchat"),
        ]
    )
    func `the answered event is named as the API names it`(_ type: CustomMessage.EventType, _ name: String) throws {
        let json = try Self.json(CustomMessage(userID: "u", content: .text("x"), eventType: type))
        #expect(
            json == #"{"chat":"0","event_type":"\#(name)","msg_type":"text","text":{"content":"x"},"to_user_id":"u"}"#
        )
    }

    @Test func `a message can show in the chat list`() throws {
        let json = try Self.json(CustomMessage(userID: "u", content: .text("x"), showsInChatList: true))
        #expect(json == #"{"chat":"1","msg_type":"text","text":{"content":"x"},"to_user_id":"u"}"#)
    }

    @Test func `a recipient is named by the kind of id, and a text may have a title`() throws {
        let message = CustomMessage(to: .openID("o"), content: .text("x", title: "t"))
        let expected = #"{"chat":"0","msg_type":"text","open_id":"o","text":{"content":"x","title":"t"}}"#
        #expect(try Self.json(message) == expected)
    }

    @Test func `articles keep their order and leave out what they lack`() throws {
        let full = CustomMessage.Article(
            title: "标题",
            description: "内容",
            imageURL: "https://example.com/a.jpg",
            url: "https://example.com/?a=1&b=2",
            actionName: "立即查看"
        )
        let bare = CustomMessage.Article(title: "b", description: nil, imageURL: nil, url: "https://b", actionName: nil)
        let json = try Self.json(CustomMessage(userID: "u", content: .articles([full, bare]), eventType: .click))
        let first =
            #"{"action_name":"立即查看","desc":"内容","image_url":"https://example.com/a.jpg","title":"标题","#
            + #""url":"https://example.com/?a=1&b=2"}"#
        let expected =
            #"{"articles":["# + first + #",{"title":"b","url":"https://b"}],"#
            + #""chat":"0","event_type":"click","msg_type":"image-text","to_user_id":"u"}"#
        #expect(json == expected)
    }
}
