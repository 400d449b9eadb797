public import Foundation

/// A verified From-Ant message: news of the platform to an application (PROTOCOL 1.9).
///
/// It shares only the gateway's address with the life account's events. Only `NotificationVerifier` makes one. Alipay
/// repeats failed deliveries for 25 hours with the same `id`.
public struct PlatformMessage: Sendable, Hashable {
    /// The plain answers, which are not signed.
    public enum Answer: String, Sendable {
        /// The message was received: do not deliver it again.
        case success
        /// Deliver it again.
        case fail

        /// The value of the Content-Type header.
        public var contentType: String { "text/plain;charset=UTF-8" }
    }

    /// The variants of the signature base, by the parameters left out besides `sign`; the usual one first.
    public enum SignatureBaseVariant: String, Sendable, CaseIterable {
        /// `sign_type`, too ("rsaCheckV1").
        case withoutSignType = "without-sign-type"
        /// Nothing ("rsaCheckV2").
        case withSignType = "with-sign-type"
    }

    /// The id of the message, the same in each delivery.
    public let id: String
    /// The subject, such as `alipay.open.sp.sign.sync.notify`: ASCII letters, digits, `.`, `_` and `-`.
    public let method: String
    /// The application that it is for.
    public let appID: String
    /// The time of sending by Alipay's clock; nil when the message has none.
    public let sent: Date?
    /// The unparsed JSON of `biz_content`.
    public let content: String
    /// The variant of the signature base that the signature covers.
    public let variant: SignatureBaseVariant
}

extension PlatformMessage: CustomStringConvertible, CustomReflectable {
    /// Names the method, and shows nothing of the content.
    public var description: String { "PlatformMessage(\(method), <REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension NotificationVerifier {
    /// Verifies and reads a From-Ant message (PROTOCOL 1.9).
    ///
    /// - Parameters:
    ///   - form: the parameters; a form with `service` belongs to a life account and is refused.
    ///   - appID: the application that this gateway serves.
    /// - Returns: the verified message.
    /// - Throws: `ambiguousService`, `missingParameter`, `unknownCharset`, `unexpectedSignType`, `badSignature`,
    ///   `foreignApplication`, `brokenPlatformMessage` or `undecodableText`.
    public func verifyPlatformMessage(
        _ form: NotificationForm,
        appID: String
    ) throws(NotificationError) -> PlatformMessage {
        guard !form.has("service") else { throw .ambiguousService }
        guard let method = form.text("msg_method"), let id = form.text("notify_id"), let sign = form.value("sign"),
            let type = form.text("sign_type"), let charsetName = form.text("charset"),
            let content = form.value("biz_content")
        else { throw .missingParameter }
        guard let charset = Charset(name: charsetName) else { throw .unknownCharset }
        guard type == signType.rawValue else { throw .unexpectedSignType }
        guard let variant = acceptedPlatformVariant(of: form, sign: sign) else { throw .badSignature }
        guard form.value("app_id").map({ $0 == Array(appID.utf8) }) == true else { throw .foreignApplication }
        guard NotificationVerifier.isMethodName(method) else { throw .brokenPlatformMessage }
        guard let text = charset.decode(content) else { throw .undecodableText }
        return PlatformMessage(
            id: id,
            method: method,
            appID: appID,
            sent: try NotificationVerifier.sent(form),
            content: text,
            variant: variant
        )
    }

    /// The signature base of a From-Ant message.
    static func signatureBase(of form: NotificationForm, variant: PlatformMessage.SignatureBaseVariant) -> [UInt8] {
        form.joined { parameter in
            !parameter.value.isEmpty && !form.isNamed("sign", parameter)
                && (variant == .withSignType || !form.isNamed("sign_type", parameter))
        }
    }

    private func acceptedPlatformVariant(
        of form: NotificationForm,
        sign: [UInt8]
    ) -> PlatformMessage.SignatureBaseVariant? {
        PlatformMessage.SignatureBaseVariant.allCases.first { variant in
            let message = NotificationVerifier.signatureBase(of: form, variant: variant)
            return keys.contains { $0.isValid(base64: sign, for: message, as: signType) }
        }
    }

    /// Method names go to logs, so only the characters of names pass.
    private static func isMethodName(_ text: String) -> Bool {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-".utf8)
        return text.utf8.count <= 128 && text.utf8.allSatisfy(allowed.contains)
    }

    /// Milliseconds since 1970.
    private static func sent(_ form: NotificationForm) throws(NotificationError) -> Date? {
        guard let text = form.text("utc_timestamp") else { return nil }
        guard let milliseconds = Int64(text), (0...9_999_999_999_999).contains(milliseconds) else {
            throw .brokenPlatformMessage
        }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}
