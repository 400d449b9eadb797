import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// The examples of the documentation, which use public symbols only.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ExampleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL

    private static func shop(_ transport: RecordingTransport) throws -> Shop {
        Shop(
            appID: SignedRequest.appID,
            own: try VectorKeys.signing(),
            alipay: try VectorKeys.verifying(),
            transport: transport
        )
    }

    @Test func `the example receives a message, acknowledges it and replies`() async throws {
        let transport = RecordingTransport(.success(try ResponseVector.named("success_signed").response()))
        let shop = try Self.shop(transport)
        let (answer, event) = try shop.receive(try SignedRequest(EventXML.text(), charset: .gbk).body())
        #expect(event.content == .text("你好"))
        #expect(String(decoding: answer.body, as: UTF8.self).contains("<MsgType><![CDATA[ack]]></MsgType>"))
        try await shop.reply("您好", to: event)
        #expect(transport.requests.count == 1)
        let body = String(decoding: try #require(transport.requests.first).body, as: UTF8.self)
        #expect(body.contains("\"您好\"") && body.contains(event.userID))
    }

    @Test func `the example answers the console, and believes nobody else`() throws {
        let shop = try Self.shop(RecordingTransport(.failure(.notConnected("x"))))
        var check = SignedRequest(EventXML.event("verifygw"), service: "alipay.service.check")
        let answer = try shop.receive(try check.body()).answer
        #expect(String(decoding: answer.body, as: UTF8.self).contains("<success>true</success>"))
        check.key = "attacker"
        let forged = try check.body()
        #expect(throws: NotificationError.badSignature) { try shop.receive(forged) }
    }

    /// The calls of the example with rules for a text message.
    private static func calls(for text: String, key: String = "alipay_platform") throws -> [SignedOpenAPIRequest] {
        let alipay = try VectorKeys.verifying()
        let who = OpenAPICredentials(
            appID: SignedRequest.appID,
            signingKey: try VectorKeys.signing(),
            mode: .key(alipay)
        )
        var request = SignedRequest(EventXML.saying(text), charset: .gbk)
        request.key = key
        let now = Date(timeIntervalSince1970: 1_457_426_650)
        return try Counter(alipay: alipay, who: who).calls(for: try request.body(), at: now)
    }

    @Test(arguments: [
        ("请问 SF1234567890 到哪了", "SF1234567890 正在路上。"), ("SF1234567890 要退款", "没太明白。"), ("你好", "没太明白。"),
    ])
    func `the example with rules signs the reply that the rules decide`(text: String, reply: String) throws {
        let calls = try Self.calls(for: text)
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.uri == CustomMessage.uri)
        #expect(String(decoding: call.body, as: UTF8.self).contains("\"\(reply)\""))
        let authorization = try #require(call.headers.first { $0.name == "Authorization" }?.value)
        let parts = authorization.dropFirst("ALIPAY-SHA256withRSA ".count).components(separatedBy: ",sign=")
        let signed = Array("\(parts[0])\nPOST\n\(call.uri)\n".utf8) + call.body + Array("\n".utf8)
        #expect(try VectorKeys.verifying("app").isValid(base64: parts[1], for: signed))
    }

    @Test func `the example with rules leaves telephone numbers alone, and believes nobody else`() throws {
        #expect(try Self.calls(for: "打 13800138000").isEmpty)
        #expect(throws: NotificationError.badSignature) { try Self.calls(for: "你好", key: "attacker") }
    }

    /// The first page of the documentation shows the code that is compiled here.
    @Test(arguments: [("Shop", 25), ("Counter", 30)])
    func `the documentation shows the examples as they are`(name: String, limit: Int) throws {
        let folder = Self.root.appending(path: "Tests/AlipayClientTests/Example")
        let code = try String(contentsOf: folder.appending(path: "\(name).swift"), encoding: .utf8)
        let page = Self.root.appending(path: "Sources/AlipayClient/AlipayClient.docc/AlipayClient.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("```swift\n\(code)```"))
        #expect(code.split(separator: "\n").count <= limit)
        // A program of another package has no other access.
        #expect(!code.contains("@testable"))
    }
}
