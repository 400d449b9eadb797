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

    private let key: SigningKey
    private let signType: SignType
    private let handshakeForm: HandshakeForm
    private let publicKey: String

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - key: the application's private key.
    ///   - signType: the algorithm, which the answer also names.
    ///   - handshakeForm: what the answer to a handshake contains.
    /// - Throws: `CryptoError` when libcrypto fails.
    public init(
        key: SigningKey,
        signType: SignType = .rsa2,
        handshakeForm: HandshakeForm = .withPublicKey
    ) throws(CryptoError) {
        self.key = key
        self.signType = signType
        self.handshakeForm = handshakeForm
        publicKey = try key.publicKeyBase64()
    }

    /// The answer to a handshake whose signature is Alipay's.
    ///
    /// - Parameter charset: that of the request.
    /// - Returns: the signed document.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func gatewayVerified(in charset: Charset) throws(CryptoError) -> SignedAnswer {
        try signed(XMLWriter.element("success", "true") + publicKeyElement, in: charset)
    }

    /// The answer to a handshake whose signature is not Alipay's, so that the console shows the cause.
    ///
    /// - Parameter charset: that of the request.
    /// - Returns: the signed document.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func gatewayRefused(in charset: Charset) throws(CryptoError) -> SignedAnswer {
        let verdict = XMLWriter.element("success", "false") + XMLWriter.element("error_code", "VERIFY_FAILED")
        return try signed(verdict + publicKeyElement, in: charset)
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
        return try signed(XMLWriter.element("XML", fields), in: event.charset)
    }

    private var publicKeyElement: String {
        handshakeForm == .withPublicKey ? XMLWriter.element("biz_content", publicKey) : ""
    }

    /// The signature covers the bytes between `<response>` and `</response>`, and nothing outside (PROTOCOL 1.4).
    private func signed(_ response: String, in charset: Charset) throws(CryptoError) -> SignedAnswer {
        let signature = try key.signBase64(charset.encode(response), as: signType)
        let document =
            "<?xml version=\"1.0\" encoding=\"\(charset.rawValue)\"?>"
            + XMLWriter.element(
                "alipay",
                XMLWriter.element("response", response) + XMLWriter.element("sign", signature)
                    + XMLWriter.element("sign_type", signType.rawValue)
            )
        return SignedAnswer(body: charset.encode(document), charset: charset)
    }
}
