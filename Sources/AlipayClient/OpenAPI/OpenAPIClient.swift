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
    ///   - credentials: our identity, and the keys that check answers.
    ///   - transport: carries the calls.
    ///   - now: the clock.
    ///   - makeNonce: returns a text that was never used before.
    ///   - executor: signs; without one, the calling task signs.
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

    /// Sends a message to a follower once; the platform has no idempotence, so a repeated call sends another message.
    ///
    /// - Parameter message: the message.
    /// - Throws: `OpenAPIError`; its `failureClass` gives the next step for the message.
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
        // The clock is read when the call is signed, however long it waited for that.
        let sign = { @Sendable [signer, makeNonce, now] in
            try signer.sign(request, nonce: makeNonce(), at: now(), requestID: makeNonce())
        }
        let signed: SignedOpenAPIRequest
        do throws(any Error) {
            signed = try await executor?.run(sign) ?? sign()
        } catch is SigningExecutor.Overloaded {
            throw .notConnected("too much waits for a signature")
        } catch let error as CryptoError {
            throw .signingFailed(error.description)
        } catch {
            throw .signingFailed("\(type(of: error))")
        }
        return try verifier.content(of: try await transport.send(signed))
    }
}
