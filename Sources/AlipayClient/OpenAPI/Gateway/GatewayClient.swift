public import Foundation

/// Calls the old gateway: sign, send, verify the answer (PROTOCOL 2.8).
public struct GatewayClient: Sendable {
    private let signer: GatewaySigner
    private let verifier: GatewayResponseVerifier
    private let transport: any OpenAPITransport
    private let now: @Sendable () -> Date
    private let executor: SigningExecutor?

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - credentials: who we are and how answers are checked.
    ///   - transport: carries the calls to `https://openapi.alipay.com`.
    ///   - charset: the character set of the calls.
    ///   - now: the clock.
    ///   - executor: signs; without one the calling task does.
    public init(
        credentials: OpenAPICredentials,
        transport: any OpenAPITransport,
        charset: Charset = .utf8,
        now: @escaping @Sendable () -> Date,
        executor: SigningExecutor? = nil
    ) {
        signer = GatewaySigner(credentials, charset: charset)
        verifier = GatewayResponseVerifier(credentials)
        self.transport = transport
        self.now = now
        self.executor = executor
    }

    /// Makes one attempt of a call; the platform has no idempotence, so a repetition is another call.
    ///
    /// - Parameter call: the call.
    /// - Returns: the verified JSON of the answer's node.
    /// - Throws: `OpenAPIError`; see `DeliveryAdvice` for what to do about it.
    public func call(_ call: GatewayCall) async throws(OpenAPIError) -> [UInt8] {
        let signed = try await executor.sign { [signer, now] () throws(CryptoError) in
            try signer.sign(call, at: now())
        }
        return try verifier.content(of: try await transport.send(signed), method: call.method)
    }
}
