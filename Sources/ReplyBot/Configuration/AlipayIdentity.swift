internal import AlipayClient
internal import Foundation

/// The keys and certificates, loaded and checked against one another.
struct AlipayIdentity: Sendable {
    /// For signing calls and checking answers.
    let credentials: OpenAPICredentials
    /// For checking notifications.
    let verifier: NotificationVerifier
    /// For answering notifications.
    let acknowledgement: Acknowledgement

    init(
        credentials: OpenAPICredentials,
        signType: SignType,
        handshakeForm: Acknowledgement.HandshakeForm
    ) throws {
        self.credentials = credentials
        verifier = NotificationVerifier(keys: credentials.mode.alipayKeys, signType: signType)
        acknowledgement = try Acknowledgement(
            key: credentials.signingKey,
            signType: signType,
            handshakeForm: handshakeForm
        )
    }
}
