/// A notification whose signature is Alipay's.
///
/// Only `NotificationVerifier` makes one.
public struct VerifiedNotification: Sendable {
    /// Its parameters.
    let parts: NotificationParts
    /// The variant of the signature base that the signature covers.
    public let variant: SignatureBaseVariant

    /// The declared and signed character set.
    public var charset: Charset { parts.charset }

    fileprivate init(_ parts: NotificationParts, variant: SignatureBaseVariant) {
        self.parts = parts
        self.variant = variant
    }

    /// The notification with its content decrypted, unless the content arrived as XML.
    ///
    /// The signature covers the content as received, so decryption follows verification (PROTOCOL 1.8).
    ///
    /// - Parameter cipher: the application's and Alipay's keys.
    /// - Returns: the notification in plain text; the same one when it was not encrypted.
    /// - Throws: `undecryptableContent`, with no further reason.
    public func decrypted(by cipher: EventCipher) throws(NotificationError) -> VerifiedNotification {
        VerifiedNotification(try parts.decrypted(by: cipher), variant: variant)
    }
}

/// A request from the bot's own journal, verified before it was recorded.
///
/// It is a type of its own because whoever can write to the journal decides its content.
package struct JournaledNotification: Sendable {
    let parts: NotificationParts

    fileprivate init(_ parts: NotificationParts) {
        self.parts = parts
    }

    /// The notification with its content decrypted, as `VerifiedNotification.decrypted(by:)` does.
    package func decrypted(by cipher: EventCipher) throws(NotificationError) -> JournaledNotification {
        JournaledNotification(try parts.decrypted(by: cipher))
    }
}

/// The parameters of a notification that are read after its signature is verified.
struct NotificationParts: Sendable {
    /// Whether the request is the console's handshake, by its `service`.
    let isGatewayCheck: Bool
    /// The declared and signed character set.
    let charset: Charset
    /// The bytes of `content`, among others.
    private var bytes: [UInt8]
    /// The place of `biz_content`, still in `charset`.
    private var place: Range<Int>
    /// The bytes of the `app_id` parameter, where it was sent.
    let appID: [UInt8]?
    /// Whether `content` arrived encrypted and was decrypted (PROTOCOL 1.8).
    private(set) var isEncrypted = false

    fileprivate init(
        isGatewayCheck: Bool,
        charset: Charset,
        bytes: [UInt8],
        place: Range<Int>,
        appID: [UInt8]?
    ) {
        self.isGatewayCheck = isGatewayCheck
        self.charset = charset
        self.bytes = bytes
        self.place = place
        self.appID = appID
    }

    /// `biz_content`, still in `charset`.
    var content: [UInt8] { Array(bytes[place]) }

    /// The number of its bytes.
    var contentSize: Int { place.count }

    /// `biz_content` in UTF-8; nil where it is no text in `charset`.
    var contentText: [UInt8]? { charset.utf8(bytes.span.extracting(place)) }

    fileprivate func decrypted(by cipher: EventCipher) throws(NotificationError) -> NotificationParts {
        // Base64 has no angle bracket; XML always has.
        guard !bytes[place].contains(UInt8(ascii: "<")) else { return self }
        guard let plain = cipher.decrypt(content) else { throw .undecryptableContent }
        var parts = self
        (parts.bytes, parts.place) = (plain, plain.indices)
        parts.isEncrypted = true
        return parts
    }
}

/// The variants of the signature base, "all parameters but `sign`", among implementations (PROTOCOL 1.2); the usual one
/// first.
public enum SignatureBaseVariant: String, Sendable, CaseIterable {
    /// Parameters without a value are not signed.
    case withoutEmptyValues = "without-empty-values"
    /// Parameters without a value are signed as `name=`.
    case withEmptyValues = "with-empty-values"
    /// `alipay_cert_sn` is not signed.
    case withoutCertificateSerial = "without-certificate-serial"

    /// Whether the variant can differ from the usual one for these parameters.
    fileprivate func isDistinct(for form: NotificationForm) -> Bool {
        switch self {
        case .withoutEmptyValues: true
        case .withEmptyValues: form.parameters.contains { $0.value.isEmpty }
        case .withoutCertificateSerial: form.place("alipay_cert_sn") != nil
        }
    }

    fileprivate func includes(_ parameter: FormParameters.Parameter, of form: NotificationForm) -> Bool {
        switch self {
        case .withoutEmptyValues: !parameter.value.isEmpty
        case .withEmptyValues: true
        case .withoutCertificateSerial:
            !parameter.value.isEmpty && !form.isNamed("alipay_cert_sn", parameter)
        }
    }
}

/// Checks that a request was signed by Alipay (PROTOCOL 1.2, "rsaCheckV2").
public struct NotificationVerifier: Sendable {
    let keys: [VerifyingKey]
    let signType: SignType

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - keys: Alipay's public keys; more than one while a key is being replaced.
    ///   - signType: the configured algorithm; a request that names another one is refused.
    public init(keys: [VerifyingKey], signType: SignType = .rsa2) {
        self.keys = keys
        self.signType = signType
    }

    /// Verifies over the percent-decoded bytes.
    ///
    /// - Parameter form: the parameters.
    /// - Returns: the verified notification.
    /// - Throws: `ambiguousService`, `missingParameter`, `unknownCharset`, `unexpectedSignType`, `badSignature` or
    ///   `unknownService`.
    public func verify(_ form: NotificationForm) throws(NotificationError) -> VerifiedNotification {
        var variant: SignatureBaseVariant?
        let parts = try parts(of: form) { sign in
            variant = acceptedVariant(of: form, sign: sign)
            return variant != nil
        }
        guard let variant else { throw .badSignature }
        return VerifiedNotification(parts, variant: variant)
    }

    /// Reads a request from the bot's own journal; the keys that verified it may have been replaced since.
    ///
    /// It checks no signature, so pass it content of the journal only.
    ///
    /// - Parameter form: the recorded parameters.
    /// - Returns: the notification that was verified on arrival.
    /// - Throws: as `verify`, except `badSignature`.
    package func readRecorded(_ form: NotificationForm) throws(NotificationError) -> JournaledNotification {
        JournaledNotification(try parts(of: form) { _ in true })
    }

    private func parts(
        of form: NotificationForm,
        ifSigned isSigned: (_ sign: Range<Int>) -> Bool
    ) throws(NotificationError) -> NotificationParts {
        // Requests of the From-Ant channel are signed by other rules, which must not be mixed (PROTOCOL 1.9).
        guard !form.has("service") || form.place("msg_method") == nil else { throw .ambiguousService }
        guard let service = form.textPlace("service"), let sign = form.textPlace("sign"),
            let type = form.textPlace("sign_type"), let charsetName = form.textPlace("charset"),
            let content = form.place("biz_content")
        else { throw .missingParameter }
        guard let charset = form.charset(at: charsetName) else { throw .unknownCharset }
        guard form.holds(signType.rawValue, at: type) else { throw .unexpectedSignType }
        guard isSigned(sign) else { throw .badSignature }
        guard let known = form.service(at: service) else { throw .unknownService }
        return NotificationParts(
            isGatewayCheck: known == .gatewayCheck,
            charset: charset,
            bytes: form.bytes,
            place: content,
            appID: form.value("app_id")
        )
    }

    private func acceptedVariant(of form: NotificationForm, sign: Range<Int>) -> SignatureBaseVariant? {
        SignatureBaseVariant.allCases.first { variant in
            guard variant.isDistinct(for: form) else { return false }
            let message = NotificationVerifier.signatureBase(of: form, variant: variant)
            return keys.contains { $0.isValid(base64: form.bytes.span.extracting(sign), for: message, as: signType) }
        }
    }

    /// The signature base: `name=value` joined by `&`, in byte order of the names, without `sign`.
    static func signatureBase(of form: NotificationForm, variant: SignatureBaseVariant = .withoutEmptyValues) -> [UInt8]
    {
        form.joined { !form.isNamed("sign", $0) && variant.includes($0, of: form) }
    }
}

extension NotificationForm {
    /// The signed parameters as one text.
    func joined(where isSigned: (FormParameters.Parameter) -> Bool) -> [UInt8] {
        let bytes = bytes
        var text: [UInt8] = []
        text.reserveCapacity(parameters.reduce(0) { $0 + $1.name.count + $1.value.count + 2 })
        for parameter in parameters where isSigned(parameter) {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            text += bytes[parameter.name]
            text.append(UInt8(ascii: "="))
            text += bytes[parameter.value]
        }
        return text
    }
}
