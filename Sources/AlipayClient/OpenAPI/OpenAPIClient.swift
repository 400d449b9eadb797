public import Foundation

/// Calls the v3 OpenAPI: sign, send, verify the answer.
public struct OpenAPIClient: Sendable {
    private let signer: OpenAPISigner
    private let verifier: OpenAPIResponseVerifier
    private let transport: any OpenAPITransport
    private let now: @Sendable () -> Date
    private let makeNonce: @Sendable () -> String
    private let executor: SigningExecutor?

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - credentials: who we are and how answers are checked.
    ///   - transport: carries the calls.
    ///   - now: the clock.
    ///   - makeNonce: a text that was never used before, for each call.
    ///   - executor: signs; without one the calling task does.
    public init(
        credentials: OpenAPICredentials,
        transport: any OpenAPITransport,
        now: @escaping @Sendable () -> Date,
        makeNonce: @escaping @Sendable () -> String,
        executor: SigningExecutor? = nil
    ) {
        signer = OpenAPISigner(credentials)
        verifier = OpenAPIResponseVerifier(credentials)
        self.transport = transport
        self.now = now
        self.makeNonce = makeNonce
        self.executor = executor
    }

    /// Sends a message to a follower, once; the platform has no idempotence, so a repetition is another message.
    ///
    /// - Parameter message: the message.
    /// - Throws: `OpenAPIError`; see `DeliveryAdvice` for what to do about it.
    public func send(_ message: CustomMessage) async throws(OpenAPIError) {
        let request: OpenAPIRequest
        do {
            request = try message.request()
        } catch let error as MessageError {
            throw .unsendable(error)
        } catch {
            throw .signingFailed("the message cannot be encoded")
        }
        _ = try await call(request)
    }

    /// Makes one attempt of any call.
    ///
    /// - Parameter request: the call.
    /// - Returns: the verified JSON.
    /// - Throws: `OpenAPIError`.
    public func call(_ request: OpenAPIRequest) async throws(OpenAPIError) -> [UInt8] {
        // The time is that of the signature, also when the call had to wait for it.
        let signed = try await executor.sign { [signer, makeNonce, now] () throws(CryptoError) in
            try signer.sign(request, nonce: makeNonce(), at: now(), requestID: makeNonce())
        }
        return try verifier.content(of: try await transport.send(signed))
    }
}
