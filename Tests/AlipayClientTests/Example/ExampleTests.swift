import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// The example of the documentation, which uses public symbols only.
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

    /// The first page of the documentation shows the code that is compiled here.
    @Test func `the documentation shows the example as it is`() throws {
        let folder = Self.root.appending(path: "Tests/AlipayClientTests/Example")
        let code = try String(contentsOf: folder.appending(path: "Shop.swift"), encoding: .utf8)
        let page = Self.root.appending(path: "Sources/AlipayClient/AlipayClient.docc/AlipayClient.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("```swift\n\(code)```"))
        #expect(code.split(separator: "\n").count <= 25)
    }
}
