/// A notification whose signature is Alipay's.
///
/// Only `NotificationVerifier` makes one.
public struct VerifiedNotification: Sendable {
    /// Whether the request is the console's handshake, by its `service`.
    let isGatewayCheck: Bool
    /// The declared and signed character set.
    public let charset: Charset
    /// `biz_content`, still in `charset`.
    let content: [UInt8]
    /// The bytes of the `app_id` parameter, where it was sent.
    let appID: [UInt8]?
    /// Which reading of the rules the signature follows.
    public let reading: SignatureReading

    fileprivate init(
        isGatewayCheck: Bool,
        charset: Charset,
        content: [UInt8],
        appID: [UInt8]?,
        reading: SignatureReading
    ) {
        self.isGatewayCheck = isGatewayCheck
        self.charset = charset
        self.content = content
        self.appID = appID
        self.reading = reading
    }
}

/// The readings of "all parameters but `sign`" on which implementations differ (PROTOCOL 1.2), the usual one first.
public enum SignatureReading: String, Sendable, CaseIterable {
    /// Parameters without a value are not signed.
    case withoutEmptyValues = "without-empty-values"
    /// Parameters without a value are signed as `name=`.
    case withEmptyValues = "with-empty-values"
    /// `alipay_cert_sn` is not signed.
    case withoutCertificateSerial = "without-certificate-serial"

    /// Whether the reading can differ from the usual one for these parameters.
    fileprivate func isDistinct(for form: NotificationForm) -> Bool {
        switch self {
        case .withoutEmptyValues: true
        case .withEmptyValues: form.pairs.contains { $0.value.isEmpty }
        case .withoutCertificateSerial: form.value("alipay_cert_sn") != nil
        }
    }

    fileprivate func includes(_ pair: FormDecoder.Pair) -> Bool {
        switch self {
        case .withoutEmptyValues: !pair.value.isEmpty
        case .withEmptyValues: true
        case .withoutCertificateSerial: !pair.value.isEmpty && pair.name != Array("alipay_cert_sn".utf8)
        }
    }
}

/// Checks that a request was signed by Alipay (PROTOCOL 1.2, "rsaCheckV2").
public struct NotificationVerifier: Sendable {
    private let keys: [VerifyingKey]
    private let signType: SignType

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
    /// - Returns: the notification, which may now be believed.
    /// - Throws: `missingParameter`, `unknownCharset`, `unexpectedSignType`, `badSignature` or `unknownService`.
    public func verify(_ form: NotificationForm) throws(NotificationError) -> VerifiedNotification {
        guard let service = form.text("service"), let sign = form.text("sign"), let type = form.text("sign_type"),
            let charsetName = form.text("charset"), let content = form.value("biz_content")
        else { throw .missingParameter }
        guard let charset = Charset(name: charsetName) else { throw .unknownCharset }
        guard type == signType.rawValue else { throw .unexpectedSignType }
        guard let reading = acceptedReading(of: form, sign: sign) else { throw .badSignature }
        guard let known = NotificationService(rawValue: service) else { throw .unknownService }
        return VerifiedNotification(
            isGatewayCheck: known == .gatewayCheck,
            charset: charset,
            content: content,
            appID: form.value("app_id"),
            reading: reading
        )
    }

    private func acceptedReading(of form: NotificationForm, sign: String) -> SignatureReading? {
        SignatureReading.allCases.first { reading in
            guard reading.isDistinct(for: form) else { return false }
            let message = NotificationVerifier.signedBytes(of: form, reading: reading)
            return keys.contains { $0.isValid(base64: sign, for: message, as: signType) }
        }
    }

    /// The bytes that are signed: `name=value` joined by `&`, in byte order of the names, without `sign`.
    static func signedBytes(of form: NotificationForm, reading: SignatureReading = .withoutEmptyValues) -> [UInt8] {
        let sign = Array("sign".utf8)
        let signed = form.pairs.filter { $0.name != sign && reading.includes($0) }
        return Array(signed.map { $0.name + [UInt8(ascii: "=")] + $0.value }.joined(separator: [UInt8(ascii: "&")]))
    }
}
