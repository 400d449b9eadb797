import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct OpenAPIRefusalTests {
    private static func refusal(_ body: String, status: Int = 400) -> OpenAPIRefusal {
        OpenAPIRefusal(OpenAPIResponse(status: status, headers: [], body: Array(body.utf8)), isAuthenticated: true)
    }

    @Test(
        arguments: [
            (#"[{"link":"https://a","desc":"b"},{"link":"https://c"}]"#, ["https://a", "https://c"]),
            (#""https://a""#, ["https://a"]), ("[]", []), ("null", []), ("1", []), ("{}", []), (#"[{"desc":"b"}]"#, []),
        ]
    )
    func `links are an array, a text, or nothing`(_ links: String, _ expected: [String]) {
        let refusal = Self.refusal(#"{"code":"SYSTEM_ERROR","message":"m","links":\#(links)}"#)
        #expect(refusal.code == "SYSTEM_ERROR")
        #expect(refusal.message == "m")
        #expect(refusal.links.map(\.link) == expected)
    }

    @Test func `links may be missing`() {
        let refusal = Self.refusal(#"{"code":"SYSTEM_ERROR","message":"m"}"#)
        #expect(refusal.code == "SYSTEM_ERROR")
        #expect(refusal.links.isEmpty)
    }

    @Test(arguments: ["app-key-security-risk,", "app-key-security-risk", " app-key-security-risk, "])
    func `a stray comma is not part of a code`(_ code: String) {
        let refusal = Self.refusal(#"{"code":"\#(code)"}"#)
        #expect(refusal.code == "app-key-security-risk")
        #expect(refusal.failureClass == .blocked)
    }

    @Test(arguments: [
        #"{"code":40004,"message":"m"}"#, #"{"code":null,"message":"m"}"#, #"{"message":"m"}"#,
        #"{"code":["x"],"message":"m"}"#,
    ])
    func `a body without a code keeps its message`(_ body: String) {
        let refusal = Self.refusal(body)
        #expect(refusal.code == nil)
        #expect(refusal.message == "m")
    }

    @Test(arguments: [
        "", "<html>Bad Gateway</html>", "[]", "null", "1", "{", "\u{FEFF}x", "{\"code\":\"A\"", #""SYSTEM_ERROR""#,
    ])
    func `a body that is not the platform's has no code`(_ body: String) {
        let refusal = Self.refusal(body, status: 502)
        #expect(refusal.code == nil)
        #expect(refusal.message == nil)
        #expect(refusal.links.isEmpty)
        #expect(OpenAPIError.refused(refusal).code == "http-502")
    }

    @Test func `a body of wrong bytes has no code`() {
        let response = OpenAPIResponse(status: 400, headers: [], body: [0xFF, 0xFE, 0x00])
        #expect(OpenAPIRefusal(response, isAuthenticated: false).code == nil)
    }
}
