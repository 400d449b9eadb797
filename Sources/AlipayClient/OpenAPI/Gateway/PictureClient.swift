public import Foundation

/// Downloads the pictures that followers send (PROTOCOL 1.5).
///
/// The platform does not sign pictures: TLS alone says where they come from.
public struct PictureClient: Sendable {
    private let credentials: OpenAPICredentials
    private let transport: any OpenAPITransport
    private let now: @Sendable () -> Date
    private let executor: SigningExecutor?

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - credentials: who we are.
    ///   - transport: carries the calls to `https://openfile.alipay.com`; its `answerSize` bounds a picture.
    ///   - now: the clock.
    ///   - executor: signs; without one the calling task does.
    public init(
        credentials: OpenAPICredentials,
        transport: any OpenAPITransport,
        now: @escaping @Sendable () -> Date,
        executor: SigningExecutor? = nil
    ) {
        self.credentials = credentials
        self.transport = transport
        self.now = now
        self.executor = executor
    }

    /// The bytes of a picture, in the format that the event names.
    ///
    /// - Parameter mediaID: the id in the event.
    /// - Returns: the raw bytes.
    /// - Throws: `refused` when the platform answers with an error, `unreadableAnswer` when it answers with nothing, or
    ///   what the transport throws.
    public func picture(_ mediaID: String) async throws(OpenAPIError) -> [UInt8] {
        guard let call = try? GatewayCall(mediaID: mediaID) else { throw .signingFailed("the id cannot be encoded") }
        let signer = GatewaySigner(credentials)
        let signed = try await executor.sign { [now] () throws(CryptoError) in try signer.sign(call, at: now()) }
        let response = try await transport.send(signed)
        guard response.isSuccess, response.body.first != UInt8(ascii: "{") else {
            // An error is JSON; no picture begins like it.
            guard response.isSuccess else { throw .refused(OpenAPIRefusal(response, isAuthenticated: false)) }
            _ = try GatewayResponseVerifier(credentials).content(of: response, method: call.method)
            throw .unreadableAnswer(traceID: response.traceID)
        }
        guard !response.body.isEmpty else { throw .unreadableAnswer(traceID: response.traceID) }
        return response.body
    }
}
