import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct OpenAPIClientTests {
    private static func client(_ transport: RecordingTransport) throws -> OpenAPIClient {
        let credentials = OpenAPICredentials(
            appID: SignedRequest.appID,
            signingKey: try VectorKeys.signing(),
            mode: .key(try VectorKeys.verifying())
        )
        let nonces = Nonces()
        let now = Date(timeIntervalSince1970: 1_700_000_000.123)
        return OpenAPIClient(credentials: credentials, transport: transport, now: { now }, makeNonce: { nonces.next() })
    }

    @Test func `a message goes out once, signed, and its answer is verified`() async throws {
        let transport = RecordingTransport(.success(try ResponseVector.named("success_signed").response()))
        try await Self.client(transport).send(CustomMessage(userID: "u", content: .text("你好")))
        let request = try #require(transport.requests.first)
        #expect(transport.requests.count == 1)
        #expect(request.uri == CustomMessage.uri)
        #expect(request.body == (try CustomMessage(userID: "u", content: .text("你好")).request().body))
        let authorization = try #require(request.headers.first { $0.name == "Authorization" }?.value)
        let fields = "app_id=2021000000000001,nonce=nonce-1,timestamp=1700000000123"
        #expect(authorization.hasPrefix("ALIPAY-SHA256withRSA \(fields),sign="))
        let signature = try #require(authorization.split(separator: "sign=").last)
        let message = Array("\(fields)\nPOST\n\(request.uri)\n".utf8) + request.body + [0x0A]
        #expect(try VectorKeys.verifying("app").isValid(base64: String(signature), for: message))
    }

    @Test func `no two calls share a nonce or a request id`() async throws {
        let transport = RecordingTransport(.success(try ResponseVector.named("success_signed").response()))
        let client = try Self.client(transport)
        for _ in 0..<3 {
            try await client.send(CustomMessage(userID: "u", content: .text("x")))
        }
        let values = transport.requests.flatMap { $0.headers.filter { $0.name == "alipay-request-id" }.map(\.value) }
        let signatures = transport.requests.compactMap { $0.headers.first { $0.name == "Authorization" }?.value }
        #expect(Set(values).count == 3)
        #expect(Set(signatures).count == 3)
    }

    @Test(arguments: [OpenAPIError.notConnected("x"), .ambiguous("y")])
    func `a failure of the transport is passed on, and nothing is repeated`(_ error: OpenAPIError) async throws {
        let transport = RecordingTransport(.failure(error))
        let client = try Self.client(transport)
        await #expect(throws: error) { try await client.send(CustomMessage(userID: "u", content: .text("x"))) }
        #expect(transport.requests.count == 1)
    }

    @Test func `an answer that is not Alipay's is no success`() async throws {
        let transport = RecordingTransport(.success(try ResponseVector.named("success_tampered").response()))
        let client = try Self.client(transport)
        let error = await #expect(throws: OpenAPIError.self) {
            try await client.send(CustomMessage(userID: "u", content: .text("x")))
        }
        #expect(error?.failureClass == .unproven)
    }
}

/// Counts up.
private final class Nonces: Sendable {
    private let count = Mutex(0)

    func next() -> String {
        count.withLock { count in
            count += 1
            return "nonce-\(count)"
        }
    }
}
