public import Foundation

/// A signed answer to a request.
public struct SignedAnswer: Sendable, Hashable {
    /// The bytes of the response body.
    public let body: [UInt8]
    /// The character set of the body, which the body declares.
    public let charset: Charset

    /// The value of the Content-Type header.
    public var contentType: String { "text/xml;charset=\(charset.rawValue)" }
}

/// Writes and signs the answers of the gateway endpoint (PROTOCOL 1.4, 1.6).
public struct Acknowledgement: Sendable {
    /// The content of the answer to a handshake (PROTOCOL 1.4).
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
    ///   - handshakeForm: the content of the answer to a handshake.
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
            handshakeForm == .withPublicKey ? XMLWriter.element("biz_content", content: try key.publicKeyBase64()) : ""
        let yes = XMLWriter.element("success", content: "true") + publicKey
        let no =
            XMLWriter.element("success", content: "false") + XMLWriter.element("error_code", content: "VERIFY_FAILED")
            + publicKey
        verified = try HandshakeAnswers { charset throws(CryptoError) in try envelope.signed(yes, in: charset) }
        refused = try HandshakeAnswers { charset throws(CryptoError) in try envelope.signed(no, in: charset) }
    }

    /// The answer to a handshake whose signature is Alipay's; signed in advance, when this writer was made.
    ///
    /// - Parameter charset: the request's character set.
    /// - Returns: the signed document.
    public func gatewayVerified(in charset: Charset) -> SignedAnswer {
        verified[charset]
    }

    /// The answer to a handshake whose signature is not Alipay's, so that the console shows the cause.
    ///
    /// It is signed in advance, when this writer is made, so a forger cannot cause signatures.
    ///
    /// - Parameter charset: the request's character set.
    /// - Returns: the signed document.
    public func gatewayRefused(in charset: Charset) -> SignedAnswer {
        refused[charset]
    }

    /// The acknowledgement of an event.
    ///
    /// - Parameters:
    ///   - event: the event to acknowledge.
    ///   - date: the time of the answer.
    /// - Returns: the signed document.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func acknowledge(_ event: InboundEvent, at date: Date) throws(CryptoError) -> SignedAnswer {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded())
        let fields =
            XMLWriter.element("ToUserId", content: XMLWriter.cdata(event.userID))
            + XMLWriter.element("AppId", content: XMLWriter.cdata(event.appID))
            + XMLWriter.element("CreateTime", content: String(milliseconds))
            + XMLWriter.element("MsgType", content: XMLWriter.cdata("ack"))
        let document = XMLWriter.element("XML", content: fields)
        // An answer is encrypted like its event.
        guard event.isEncrypted, let cipher else { return try envelope.signed(document, in: event.charset) }
        return try envelope.signed(
            cipher.encrypt(event.charset.encode(document)),
            in: event.charset,
            remark: XMLWriter.element("encryption_type", content: "RSA")
        )
    }
}

/// The signed document around every answer (PROTOCOL 1.4, 1.6).
private struct AnswerEnvelope: Sendable {
    let key: SigningKey
    let signType: SignType

    /// The signature covers the bytes between `<response>` and `</response>`, and nothing outside (PROTOCOL 1.4).
    ///
    /// `remark` stands between the response and its signature.
    func signed(_ response: String, in charset: Charset, remark: String = "") throws(CryptoError) -> SignedAnswer {
        let content = charset.encode(response)
        let signature = try key.signBase64(content, as: signType)
        let before = "<?xml version=\"1.0\" encoding=\"\(charset.rawValue)\"?><alipay><response>"
        let after =
            "</response>" + remark + XMLWriter.element("sign", content: signature)
            + XMLWriter.element("sign_type", content: signType.rawValue) + "</alipay>"
        // Around the response everything is ASCII, which is the same in both character sets.
        var body = Array(before.utf8)
        body.reserveCapacity(before.utf8.count + content.count + after.utf8.count)
        body += content
        body += after.utf8
        return SignedAnswer(body: body, charset: charset)
    }
}

/// The answers to handshakes, which never change: each is signed once, so a forger cannot cause signatures.
private struct HandshakeAnswers: Sendable {
    private let gbk: SignedAnswer
    private let utf8: SignedAnswer

    init(_ sign: (Charset) throws(CryptoError) -> SignedAnswer) throws(CryptoError) {
        gbk = try sign(.gbk)
        utf8 = try sign(.utf8)
    }

    /// The answer in a character set.
    subscript(charset: Charset) -> SignedAnswer {
        switch charset {
        case .gbk: gbk
        case .utf8: utf8
        }
    }
}

/// Writes the XML of answers.
enum XMLWriter {
    /// An element around text that is already XML.
    static func element(_ name: String, content: String) -> String {
        "<\(name)>\(content)</\(name)>"
    }

    /// A CDATA section; `]]>` is split over two sections, so no text can end it (PROTOCOL 1.6).
    static func cdata(_ text: String) -> String {
        // Ids have no bracket in practice, and splitting is slow.
        guard text.utf8.contains(UInt8(ascii: ">")) else { return "<![CDATA[\(text)]]>" }
        // By scalars: with a combining mark the bracket is another Character, but still ends the section.
        let parts = text.unicodeScalars.split(separator: "]]>".unicodeScalars, omittingEmptySubsequences: false)
        return "<![CDATA[\(parts.map(String.init).joined(separator: "]]]]><![CDATA[>"))]]>"
    }
}
