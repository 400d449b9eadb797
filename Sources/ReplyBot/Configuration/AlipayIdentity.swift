internal import AlipayClient
internal import Foundation

/// The keys and certificates, loaded and checked against one another.
struct AlipayIdentity: Sendable {
    /// For signing calls and checking answers.
    let credentials: OpenAPICredentials
    /// For checking notifications.
    let verifier: NotificationVerifier
    /// For decrypting events, where the platform encrypts them.
    let eventCipher: EventCipher?
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
        handshakeForm: Acknowledgement.HandshakeForm,
        encryptsEvents: Bool = false
    ) throws {
        self.credentials = credentials
        verifier = NotificationVerifier(keys: credentials.mode.alipayKeys, signType: signType)
        eventCipher =
            encryptsEvents
            ? credentials.mode.alipayKeys.first.map { EventCipher(own: credentials.signingKey, platform: $0) } : nil
        acknowledgement = try Acknowledgement(
            key: credentials.signingKey,
            signType: signType,
            handshakeForm: handshakeForm,
            cipher: eventCipher
        )
    }
}
