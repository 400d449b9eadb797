package import AlipayClient

/// Signs events as Alipay does and checks the answers.
///
/// The signed strings are built independently of the code under test, so that a mistake on one side shows.
package struct SimulatedSender: Sendable {
    /// The ways of forging a request.
    package enum Forgery: Sendable, Hashable {
        /// Signed by another key than Alipay's.
        case wrongKey
        /// A parameter is added after signing.
        case addedParameter
    }

    /// A request to the gateway endpoint.
    package struct Request: Sendable, Hashable {
        /// The value of the Content-Type header.
        package let contentType: String
        /// The form.
        package let body: [UInt8]
    }

    private let appID: String
    /// Nil signs with nothing but letters.
    private let platformKey: SigningKey?
    private let otherKey: SigningKey?

    /// Makes a sender.
    ///
    /// - Parameters:
    ///   - appID: the application that the events are for.
    ///   - platformKey: Alipay's private key.
    ///   - otherKey: signs forgeries.
    package init(appID: String, platformKey: SigningKey, otherKey: SigningKey) {
        self.appID = appID
        self.platformKey = platformKey
        self.otherKey = otherKey
    }

    /// Makes a sender whose requests have a signature of the usual length that no key made.
    package init(unsigned appID: String) {
        self.appID = appID
        platformKey = nil
        otherKey = nil
    }

    /// The request that delivers an event.
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - charset: the character set of the request.
    ///   - forgery: the way of forging it, if any.
    /// - Returns: the request.
    /// - Throws: `CryptoError` when libcrypto fails.
    package func request(
        for event: SimulatedEvent,
        charset: Charset = .gbk,
        forgery: Forgery? = nil
    ) throws(CryptoError) -> Request {
        var parameters = parameters(of: event, charset: charset)
        let key = forgery == .wrongKey ? otherKey : platformKey
        let signature = try key?.signBase64(textToSign(parameters)) ?? Self.noSignature
        if forgery == .addedParameter { parameters.append(("extra", Array("1".utf8))) }
        parameters.append(("sign", Array(signature.utf8)))
        return Request(
            contentType: "application/x-www-form-urlencoded; charset=\(charset.rawValue)",
            body: Array(parameters.map { "\($0.0)=\(percentEncode($0.1))" }.joined(separator: "&").utf8)
        )
    }

    /// Base64 of 256 bytes, as many as an RSA-2048 signature has.
    private static let noSignature = String(repeating: "Unsigned", count: 42) + "Unsig3c="

    private func parameters(of event: SimulatedEvent, charset: Charset) -> [(String, [UInt8])] {
        let service =
            event.action == .gatewayCheck ? "alipay.service.check" : "alipay.mobile.public.message.notify"
        return [
            ("biz_content", charset.encode(event.xml(appID: appID))), ("charset", Array(charset.rawValue.utf8)),
            ("service", Array(service.utf8)), ("sign_type", Array("RSA2".utf8)),
        ]
    }

    /// `name=value` joined by `&`; the parameters are already in order of their names.
    private func textToSign(_ parameters: [(String, [UInt8])]) -> [UInt8] {
        var text: [UInt8] = []
        for (name, value) in parameters {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            text += Array(name.utf8)
            text.append(UInt8(ascii: "="))
            text += value
        }
        return text
    }

    private func percentEncode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        return bytes.reduce(into: "") { text, byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-_.*".contains(character) {
                text.append(character)
            } else if byte == UInt8(ascii: " ") {
                text.append("+")
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
