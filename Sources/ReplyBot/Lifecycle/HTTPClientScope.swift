internal import AlipayClient
internal import AsyncHTTPClient

/// Lends an HTTP client and shuts it down, however the work ends.
enum HTTPClientScope {
    /// The result of `work`.
    static func run<Value: Sendable>(
        limits: HTTPTransport.Limits = HTTPTransport.Limits(),
        _ work: (HTTPClient) async throws -> Value
    ) async throws -> Value {
        let client = HTTPTransport.client(limits: limits)
        let result: Result<Value, any Error>
        do {
            result = .success(try await work(client))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        return try result.get()
    }
}
