import AsyncHTTPClient
import Synchronization
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
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
        #expect(failure?.failureClass == .unreachable)
    }

    /// How often `willWriteBody` was called for a request to a server, and how the request ended.
    private static func bodyReports(of server: String) async throws -> (count: Int, isAnswered: Bool) {
        let client = HTTPTransport.client()
        let reports = Mutex(0)
        var isAnswered = true
        do throws(OpenAPIError) {
            _ = try await HTTPTransport(client: client, server: server)
                .send(request, willWriteBody: { reports.withLock { $0 += 1 } })
        } catch {
            isAnswered = false
        }
        try await client.shutdown()
        return (reports.withLock(\.self), isAnswered)
    }

    @Test func `the body is reported once a connection stands, and never without one`() async throws {
        let refused = try await Self.bodyReports(of: "http://127.0.0.1:1")
        #expect(refused == (0, false))
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        try await ScriptedServer.run([.say(answer)], awaitsBody: true) { server in
            let answered = try await Self.bodyReports(of: "http://127.0.0.1:\(server.port)")
            #expect(answered == (1, true))
        }
        // The TLS handshake fails on an open connection.
        try await ScriptedServer.run([.say("no TLS here\r\n"), .close]) { server in
            let unencrypted = try await Self.bodyReports(of: "https://127.0.0.1:\(server.port)")
            #expect(unencrypted == (0, false))
        }
        // The connection ends after the body: it may have been read.
        try await ScriptedServer.run([.close], awaitsBody: true) { server in
            let closed = try await Self.bodyReports(of: "http://127.0.0.1:\(server.port)")
            #expect(closed == (1, false))
        }
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
        #expect(HTTPTransport.classify(error).failureClass == (isCertain ? .unreachable : .ambiguous))
    }

    @Test func `a broken connection may have sent everything`() {
        #expect(HTTPTransport.classify(CancellationError()).failureClass == .ambiguous)
    }
}
