import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct JSONMembersTests {
    @Test(
        arguments: [
            ("{\"a\":1}", "1"), (" { \"b\" : [1,{\"a\":2}] , \"a\" : {\"x\":\"}\"} } \n", "{\"x\":\"}\"}"),
            ("{\"a\":\"\\\\\\\"}\",\"sign\":\"x\"}", "\"\\\\\\\"}\""),
            ("{\"a\":{\"url\":\"http:\\/\\/x\"}}", "{\"url\":\"http:\\/\\/x\"}"),
            ("{\"a\":null,\"c\":true}", "null"), ("{\"a\":\"\"}", "\"\""), ("{\"a\":[]}", "[]"),
            ("{\"b\":\"\\\"a\\\":3\",\"a\":4}", "4"), ("{\"b\":{\"a\":3},\"a\":5}", "5"),
        ]
    )
    func `a value is the bytes between its name and what follows`(_ text: String, _ value: String) throws {
        let members = try #require(JSONMembers(Array(text.utf8), in: .utf8))
        #expect(members.value("a") == Array(value.utf8))
        #expect(members.value("missing") == nil)
    }

    @Test(arguments: [
        "", "1", "[]", "{", "{\"a\"", "{\"a\":", "{\"a\":}", "{\"a\":1", "{\"a\":1,}", "{\"a\":1}x", "{a:1}",
        "{\"a\":\"}",
        "{\"a\":\"\\", "{\"a\":1,\"a\":2}", "{\"a\":{}", "{\"a\" 1}", "{,}",
    ])
    func `what is no object, or names a member twice, is refused`(_ text: String) {
        #expect(JSONMembers(Array(text.utf8), in: .utf8) == nil)
    }

    @Test func `a second byte that looks like a backslash is none`() throws {
        // U+4E57 is 81 5C in GBK.
        let text = "{\"a\":{\"msg\":\"乗\"},\"sign\":\"x\"}"
        let bytes = Charset.gbk.encode(text)
        #expect(bytes.contains(0x5C))
        let members = try #require(JSONMembers(bytes, in: .gbk))
        #expect(members.value("a") == Charset.gbk.encode("{\"msg\":\"乗\"}"))
        #expect(JSONMembers(bytes, in: .utf8) == nil)
    }
}
