public import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Sends signed calls to the platform.
public protocol OpenAPITransport: Sendable {
    /// Sends one attempt.
    ///
    /// - Parameter request: the signed call.
    /// - Returns: the unverified answer.
    /// - Throws: `notConnected` when nothing was sent, else `ambiguous`.
    func send(_ request: SignedOpenAPIRequest) async throws(OpenAPIError) -> OpenAPIResponse

    /// Sends one attempt and reports the moment from which the platform may have received it.
    ///
    /// - Parameters:
    ///   - request: the signed call.
    ///   - willWriteBody: called once, on an open connection, before the first byte of the body is written; never when
    ///     the connection failed. The default implementation calls it before `send`.
    /// - Returns: the unverified answer.
    /// - Throws: as `send`.
    func send(
        _ request: SignedOpenAPIRequest,
        willWriteBody: @escaping @Sendable () -> Void
    ) async throws(OpenAPIError) -> OpenAPIResponse
}

extension OpenAPITransport {
    /// Calls `willWriteBody` before `send`.
    public func send(
        _ request: SignedOpenAPIRequest,
        willWriteBody: @escaping @Sendable () -> Void
    ) async throws(OpenAPIError) -> OpenAPIResponse {
        willWriteBody()
        return try await send(request)
    }
}

/// A request body in one piece that reports when the client asks for it.
private struct ReportedBody: AsyncSequence, Sendable {
    struct Iterator: AsyncIteratorProtocol {
        var rest: ByteBuffer?
        let willWrite: @Sendable () -> Void

        mutating func next() async -> ByteBuffer? {
            guard let bytes = rest.take() else { return nil }
            willWrite()
            return bytes
        }
    }

    let bytes: ByteBuffer
    let willWrite: @Sendable () -> Void

    func makeAsyncIterator() -> Iterator {
        Iterator(rest: bytes, willWrite: willWrite)
    }
}

/// The transport over HTTP, on reused connections.
public struct HTTPTransport: OpenAPITransport {
    /// Upper bounds of a call (RELIABILITY 3.5).
    public struct Limits: Sendable {
        /// Time to connect, in seconds.
        public var connect = 2.0
        /// Time of the whole call, from waiting for a connection to the last byte of the answer, in seconds; infinite
        /// when the caller ends calls by cancelling them.
        public var wholeRequest = 10.0
        /// Silence of the server while an answer is awaited or read, in seconds.
        public var idle = 8.0
        /// How long an idle connection is kept, in seconds.
        public var keptConnection = 60.0
        /// Bytes in an answer.
        public var answerSize = 64 * 1_024
        /// Concurrent calls; further ones wait for a connection while their time runs.
        public var connections = 32

        /// The defaults.
        public init() {}
    }

    private let client: HTTPClient
    private let server: String
    private let limits: Limits
    /// Waits for the end of a call's time.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// Makes a transport.
    ///
    /// - Parameters:
    ///   - client: owns the connections; the caller shuts it down.
    ///   - server: scheme, host and port, such as `https://openapi.alipay.com`; redirects are never followed if the
    ///     client was made by `HTTPTransport.client()`.
    ///   - limits: upper bounds of a call.
    public init(client: HTTPClient, server: String, limits: Limits = Limits()) {
        self.client = client
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.limits = limits
    }

    /// An HTTP client for this API: HTTP/1.1, no redirects (RELIABILITY T21).
    ///
    /// - Parameter limits: upper bounds of a call; the transport applies `wholeRequest` itself.
    /// - Returns: the client, which the caller shuts down.
    public static func client(limits: Limits = Limits()) -> HTTPClient {
        HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration(limits: limits))
    }

    /// The configuration of such a client.
    package static func configuration(limits: Limits = Limits()) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = TimeAmount(seconds: limits.connect)
        configuration.timeout.read = TimeAmount(seconds: limits.idle)
        configuration.timeout.write = TimeAmount(seconds: limits.idle)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = TimeAmount(seconds: limits.keptConnection)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connections
        // The caller has a schedule for further attempts.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// Sends one attempt.
    public func send(_ request: SignedOpenAPIRequest) async throws(OpenAPIError) -> OpenAPIResponse {
        try await send(request, body: .bytes(ByteBuffer(bytes: request.body)))
    }

    /// Sends one attempt; the client asks for the body once the connection is open and the head is written.
    public func send(
        _ request: SignedOpenAPIRequest,
        willWriteBody: @escaping @Sendable () -> Void
    ) async throws(OpenAPIError) -> OpenAPIResponse {
        let body = ReportedBody(bytes: ByteBuffer(bytes: request.body), willWrite: willWriteBody)
        return try await send(request, body: .stream(body, length: .known(Int64(request.body.count))))
    }

    private func send(
        _ request: SignedOpenAPIRequest,
        body: HTTPClientRequest.Body
    ) async throws(OpenAPIError) -> OpenAPIResponse {
        do {
            return try await execute(request, body: body)
        } catch {
            throw HTTPTransport.classify(error)
        }
    }

    private func execute(_ signed: SignedOpenAPIRequest, body: HTTPClientRequest.Body) async throws -> OpenAPIResponse {
        var request = HTTPClientRequest(url: server + signed.uri)
        request.method = HTTPMethod(rawValue: signed.method)
        request.headers = HTTPHeaders(signed.headers.map { ($0.name, $0.value) })
        request.body = body
        let limit = limits.wholeRequest
        let deadline = limit.isFinite ? NIODeadline.now() + TimeAmount(seconds: limit) : .distantFuture
        let response = try await client.execute(request, deadline: deadline)
        let status = Int(response.status.code)
        let headers = response.headers.map { (name: $0.name, value: $0.value) }
        do {
            let body = try await collect(response.body, before: deadline)
            return OpenAPIResponse(status: status, headers: headers, body: Array(body.readableBytesView))
        } catch  where !(200..<300).contains(status) {
            // The status proves that the call failed, whatever its body, so nothing is ambiguous.
            return OpenAPIResponse(status: status, headers: headers, body: [])
        }
    }

    /// Reads the body in the time left; the client's own deadline covers only the head.
    private func collect(_ body: HTTPClientResponse.Body, before deadline: NIODeadline) async throws -> ByteBuffer {
        let size = limits.answerSize
        guard limits.wholeRequest.isFinite else { return try await body.collect(upTo: size) }
        let left = Duration.nanoseconds(max(0, (deadline - .now()).nanoseconds))
        return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask { try await body.collect(upTo: size) }
            group.addTask { [sleep] in
                try await sleep(left)
                throw HTTPClientError.deadlineExceeded
            }
            // Cancelling the reader closes the connection.
            defer { group.cancelAll() }
            guard let collected = try await group.next() else { throw HTTPClientError.cancelled }
            return collected
        }
    }

    /// Only a failure to connect proves that nothing was sent.
    static func classify(_ error: any Error) -> OpenAPIError {
        let beforeTheRequest: [HTTPClientError] = [
            .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
        ]
        if let error = error as? HTTPClientError, beforeTheRequest.contains(error) {
            return .notConnected("connect timeout")
        }
        if error is NIOConnectionError { return .notConnected("connection refused or host unknown") }
        // NIO throws the bare error when the server is named by its address.
        if let error = error as? IOError, error.errnoCode == ECONNREFUSED { return .notConnected("connection refused") }
        return .ambiguous("\(type(of: error))")
    }
}

extension TimeAmount {
    fileprivate init(seconds: Double) {
        self = .nanoseconds(Int64(seconds * 1_000_000_000))
    }
}
