public import Foundation

/// A signed answer to a request, as the bytes of the response body.
public struct SignedAnswer: Sendable, Hashable {
    /// The body.
    public let body: [UInt8]
    /// The character set that the body is in and declares.
    public let charset: Charset

    /// The value of the Content-Type header.
    public var contentType: String { "text/xml;charset=\(charset.rawValue)" }
}

/// Writes and signs the answers of the gateway endpoint (PROTOCOL 1.4, 1.6).
public struct Acknowledgement: Sendable {
    /// What the answer to a handshake contains (PROTOCOL 1.4).
    public enum HandshakeForm: Sendable, Hashable {
        /// The application's public key, as in key mode.
        case withPublicKey
        /// `success` alone, as in certificate mode.
        case successOnly
    }

    private let envelope: AnswerEnvelope
    private let cipher: EventCipher?
    private let verified: HandshakeAnswers
    private let refused: HandshakeAnswers

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - key: the application's private key.
    ///   - signType: the algorithm, which the answer also names.
    ///   - handshakeForm: what the answer to a handshake contains.
    ///   - cipher: encrypts the answers to encrypted events, where the platform encrypts them (PROTOCOL 1.8).
    /// - Throws: `CryptoError` when libcrypto fails.
    public init(
        key: SigningKey,
        signType: SignType = .rsa2,
        handshakeForm: HandshakeForm = .withPublicKey,
        cipher: EventCipher? = nil
    ) throws(CryptoError) {
        let envelope = AnswerEnvelope(key: key, signType: signType)
        self.envelope = envelope
        self.cipher = cipher
        let publicKey =
            handshakeForm == .withPublicKey ? XMLWriter.element("biz_content", try key.publicKeyBase64()) : ""
        let yes = XMLWriter.element("success", "true") + publicKey
        let no =
            XMLWriter.element("success", "false") + XMLWriter.element("error_code", "VERIFY_FAILED") + publicKey
        verified = try HandshakeAnswers { charset throws(CryptoError) in try envelope.signed(yes, in: charset) }
        refused = try HandshakeAnswers { charset throws(CryptoError) in try envelope.signed(no, in: charset) }
    }

    /// The answer to a handshake whose signature is Alipay's; it was signed when this writer was made.
    ///
    /// - Parameter charset: that of the request.
    /// - Returns: the signed document.
    public func gatewayVerified(in charset: Charset) -> SignedAnswer {
        verified[charset]
    }

    /// The answer to a handshake whose signature is not Alipay's, so that the console shows the cause.
    ///
    /// It was signed when this writer was made: a forger cannot buy signatures.
    ///
    /// - Parameter charset: that of the request.
    /// - Returns: the signed document.
    public func gatewayRefused(in charset: Charset) -> SignedAnswer {
        refused[charset]
    }

    /// The acknowledgement of an event.
    ///
    /// - Parameters:
    ///   - event: what is acknowledged.
    ///   - date: the time of the answer.
    /// - Returns: the signed document.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func acknowledge(_ event: InboundEvent, at date: Date) throws(CryptoError) -> SignedAnswer {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded())
        let fields =
            XMLWriter.element("ToUserId", XMLWriter.cdata(event.userID))
            + XMLWriter.element("AppId", XMLWriter.cdata(event.appID))
            + XMLWriter.element("CreateTime", String(milliseconds))
            + XMLWriter.element("MsgType", XMLWriter.cdata("ack"))
        let document = XMLWriter.element("XML", fields)
        // An answer is encrypted as its event was.
        guard event.isEncrypted, let cipher else { return try envelope.signed(document, in: event.charset) }
        return try envelope.signed(
            cipher.encrypt(event.charset.encode(document)),
            in: event.charset,
            remark: XMLWriter.element("encryption_type", "RSA")
        )
    }
}
