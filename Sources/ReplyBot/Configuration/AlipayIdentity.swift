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

    /// How long its certificates hold; empty in key mode.
    var terms: [CertificateTerm] {
        guard case .certificate(let identity) = credentials.mode else { return [] }
        return identity.terms
    }

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
