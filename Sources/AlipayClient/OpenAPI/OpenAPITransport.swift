public import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Carries a signed call to the platform and brings the answer back, unread.
public protocol OpenAPITransport: Sendable {
    /// Sends one attempt.
    ///
    /// - Parameter request: the call as signed.
    /// - Returns: the answer, unread.
    /// - Throws: `notConnected` when nothing was sent, else `ambiguous`.
    func send(_ request: SignedOpenAPIRequest) async throws(OpenAPIError) -> OpenAPIResponse
}

/// The transport over HTTP, on kept connections.
public struct HTTPTransport: OpenAPITransport {
    /// How long each part of a call may take, and how large an answer may be (RELIABILITY 3.5).
    public struct Limits: Sendable {
        /// The whole call, in seconds.
        public var wholeRequest = 10
        /// Bytes in an answer.
        public var answerSize = 64 * 1_024

        /// The defaults.
        public init() {}
    }

    private let client: HTTPClient
    private let server: String
    private let limits: Limits

    /// Makes a transport.
    ///
    /// - Parameters:
    ///   - client: keeps the connections; the caller shuts it down.
    ///   - server: scheme, host and port, such as `https://openapi.alipay.com`; redirects are never followed if the
    ///     client was made by `HTTPTransport.client()`.
    ///   - limits: times and sizes.
    public init(client: HTTPClient, server: String, limits: Limits = Limits()) {
        self.client = client
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.limits = limits
    }

    /// An HTTP client as this API wants it: no redirects (RELIABILITY T21), 2 s to connect, HTTP/1.1.
    public static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(2)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(60)
        // Whoever calls has a schedule for further attempts.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends one attempt.
    public func send(_ request: SignedOpenAPIRequest) async throws(OpenAPIError) -> OpenAPIResponse {
        do {
            return try await execute(request)
        } catch {
            throw HTTPTransport.classify(error)
        }
    }

    private func execute(_ signed: SignedOpenAPIRequest) async throws -> OpenAPIResponse {
        var request = HTTPClientRequest(url: server + signed.uri)
        request.method = HTTPMethod(rawValue: signed.method)
        request.headers = HTTPHeaders(signed.headers.map { ($0.name, $0.value) })
        request.body = .bytes(ByteBuffer(bytes: signed.body))
        let response = try await client.execute(request, timeout: .seconds(Int64(limits.wholeRequest)))
        let body = try await response.body.collect(upTo: limits.answerSize)
        return OpenAPIResponse(
            status: Int(response.status.code),
            headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: Array(body.readableBytesView)
        )
    }

    /// Only failures to connect are certain to have sent nothing.
    static func classify(_ error: any Error) -> OpenAPIError {
        let beforeTheRequest: [HTTPClientError] = [
            .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
        ]
        if let error = error as? HTTPClientError, beforeTheRequest.contains(error) {
            return .notConnected("connect timeout")
        }
        if error is NIOConnectionError { return .notConnected("connection refused or host unknown") }
        // NIO gives the bare error when the server is named by its address.
        if let error = error as? IOError, error.errnoCode == ECONNREFUSED { return .notConnected("connection refused") }
        return .ambiguous("\(type(of: error))")
    }
}
