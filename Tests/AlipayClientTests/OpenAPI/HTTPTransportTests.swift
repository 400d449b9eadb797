import AsyncHTTPClient
import Testing

@testable import AlipayClient

struct HTTPTransportTests {
    private static let request = SignedOpenAPIRequest(method: "POST", uri: "/v3/x", headers: [], body: Array("{}".utf8))

    private static func failure(of server: String) async throws -> OpenAPIError? {
        let client = HTTPTransport.client()
        var failure: OpenAPIError?
        do throws(OpenAPIError) {
            _ = try await HTTPTransport(client: client, server: server).send(request)
        } catch {
            failure = error
        }
        try await client.shutdown()
        return failure
    }

    @Test(arguments: ["http://127.0.0.1:1", "http://127.0.0.1:1/", "https://[::1]:1", "http://localhost:1"])
    func `a refused connection has sent nothing`(_ server: String) async throws {
        let failure = try await Self.failure(of: server)
        guard case .notConnected = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(failure?.advice == .retry)
    }

    @Test(
        arguments: [
            (HTTPClientError.connectTimeout, true), (.getConnectionFromPoolTimeout, true), (.tlsHandshakeTimeout, true),
            (.readTimeout, false), (.writeTimeout, false), (.deadlineExceeded, false), (.remoteConnectionClosed, false),
            (.cancelled, false),
        ]
    )
    func `only a failure before the request is certain to have sent nothing`(
        _ error: HTTPClientError,
        _ isCertain: Bool
    ) {
        #expect(HTTPTransport.classify(error).advice == (isCertain ? .retry : .uncertain))
    }

    @Test func `a broken connection may have sent everything`() {
        #expect(HTTPTransport.classify(CancellationError()).advice == .uncertain)
    }
}
