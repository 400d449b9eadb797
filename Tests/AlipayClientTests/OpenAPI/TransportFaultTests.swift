import AsyncHTTPClient
import NIOCore
import TestSupport
import Testing

@testable import AlipayClient

/// Servers that are slow, silent or false (RELIABILITY 3.5, T21, T22).
@Suite(.timeLimit(.minutes(5)), .watched)
struct TransportFaultTests {
    private static let request = SignedOpenAPIRequest(method: "POST", uri: "/v3/x", headers: [], body: Array("{}".utf8))

    /// Limits longer than any test, except for those under test.
    private static func limits(_ change: (inout HTTPTransport.Limits) -> Void = { _ in }) -> HTTPTransport.Limits {
        var limits = HTTPTransport.Limits()
        (limits.connect, limits.wholeRequest, limits.idle) = (3_600, 3_600, 3_600)
        change(&limits)
        return limits
    }

    /// One attempt: the answer or the failure.
    ///
    /// At a server that greets, the attempt reuses a connection, so none of its time is spent on connecting.
    private static func attempt(
        _ server: ScriptedServer,
        limits: HTTPTransport.Limits = limits(),
        greeted: Bool = false,
        sleep: (@Sendable (Duration) async throws -> Void)? = nil
    ) async throws -> Result<OpenAPIResponse, OpenAPIError> {
        let client = HTTPTransport.client(limits: limits)
        let address = "http://127.0.0.1:\(server.port)"
        var transport = HTTPTransport(client: client, server: address, limits: limits)
        if let sleep { transport.sleep = sleep }
        if greeted {
            let patient = HTTPTransport(client: client, server: address, limits: Self.limits())
            // A busy machine may be silent for longer than this client allows.
            while !Task.isCancelled, (try? await patient.send(request)) == nil {}
        }
        let result: Result<OpenAPIResponse, OpenAPIError>
        do throws(OpenAPIError) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        return result
    }

    private static func failure(_ result: Result<OpenAPIResponse, OpenAPIError>) -> OpenAPIError? {
        guard case .failure(let error) = result else { return nil }
        return error
    }

    @Test func `an answer comes back unread`() async throws {
        let steps = [ScriptedServer.Step.say("HTTP/1.1 200 OK\r\nAlipay-SN: x\r\nContent-Length: 3\r\n\r\n{ }")]
        let result = try await ScriptedServer.run(steps) { try await Self.attempt($0) }
        let response = try result.get()
        #expect(response.status == 200)
        #expect(response.body == Array("{ }".utf8))
        #expect(response.header("alipay-sn") == "x")
    }

    @Test func `a dripping head ends with the time of the whole call`() async throws {
        let steps: [ScriptedServer.Step] = [.say("HTTP/1.1 200 OK\r\nX: "), .drip("a", every: .milliseconds(20))]
        let limits = Self.limits { $0.wholeRequest = 0.4 }
        try await ScriptedServer.run(steps, greets: true) { server in
            let error = Self.failure(try await Self.attempt(server, limits: limits, greeted: true))
            #expect(error?.failureClass == .ambiguous)
            await server.untilClosed()
        }
    }

    /// The beginning of a body, of known length or in chunks, and its next pieces.
    static let drips: [(head: String, piece: String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", "{"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n{\r\n"),
    ]

    @Test(arguments: drips)
    func `a dripping body ends with the time of the whole call`(_ drip: (head: String, piece: String)) async throws {
        let steps: [ScriptedServer.Step] = [.say(drip.head), .drip(drip.piece, every: .milliseconds(20))]
        try await ScriptedServer.run(steps) { server in
            let error = Self.failure(try await Self.attempt(server, sleep: Self.pass))
            #expect(error?.failureClass == .ambiguous)
            await server.untilClosed()
        }
    }

    /// Lets an hour pass at once.
    private static let pass: @Sendable (Duration) async throws -> Void = { time in
        #expect(time > .seconds(1_800) && time <= .seconds(3_600))
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"])
    func `a server that falls silent is left before the whole time is over`(_ said: String) async throws {
        let limits = Self.limits { $0.idle = 0.3 }
        try await ScriptedServer.run([.say(said)], greets: true) { server in
            let error = Self.failure(try await Self.attempt(server, limits: limits, greeted: true))
            #expect(error?.failureClass == .ambiguous)
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", "nonsense\r\n\r\n",
    ])
    func `a connection that breaks may have delivered`(_ said: String) async throws {
        try await ScriptedServer.run([.say(said), .close]) { server in
            let error = Self.failure(try await Self.attempt(server))
            #expect(error?.failureClass == .ambiguous)
        }
    }

    @Test(arguments: [65_536, 65_537])
    func `an answer over 64 KiB is not read`(_ size: Int) async throws {
        let body = String(repeating: "a", count: size)
        let steps = [ScriptedServer.Step.say("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n\(body)")]
        try await ScriptedServer.run(steps) { server in
            let result = try await Self.attempt(server)
            if size > 65_536 {
                #expect(Self.failure(result)?.failureClass == .ambiguous)
            } else {
                #expect(try result.get().body.count == size)
            }
        }
    }

    /// The status is no success, so nothing was delivered, whatever the body.
    @Test(arguments: [[.close], [.drip("a", every: .milliseconds(20))]] as [[ScriptedServer.Step]], [400, 503])
    func `an error whose body breaks off is still an error`(_ end: [ScriptedServer.Step], _ status: Int) async throws {
        let head = ScriptedServer.Step.say("HTTP/1.1 \(status) X\r\nContent-Length: 60000\r\n\r\n{")
        let ends = end.contains { if case .close = $0 { true } else { false } }
        let sleep: @Sendable (Duration) async throws -> Void = { try await ends ? Task.sleep(for: $0) : Self.pass($0) }
        let response = try await ScriptedServer.run([head] + end) { try await Self.attempt($0, sleep: sleep) }.get()
        #expect(response.status == status)
        #expect(response.body.isEmpty)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is an answer, and is not followed`(_ status: Int) async throws {
        try await ScriptedServer.run([.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) { other in
            let location = "http://127.0.0.1:\(other.port)/v3/x"
            let head = "HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
            let response = try await ScriptedServer.run([.say(head)]) { try await Self.attempt($0) }.get()
            #expect(response.status == status)
            #expect(other.hits == 0)
            let refusal = OpenAPIRefusal(response, isAuthenticated: false)
            #expect(refusal.failureClass == .refused)
        }
    }
}
