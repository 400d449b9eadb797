public import Foundation

/// A From-Ant message whose signature is Alipay's: news of the platform to an application (PROTOCOL 1.9).
///
/// It shares the gateway's address with the life account's events, and nothing else. Only `NotificationVerifier` makes
/// one. Failed deliveries are repeated for 25 hours with the same `id`.
public struct PlatformMessage: Sendable, Hashable {
    /// The plain answers, which are not signed.
    public enum Answer: String, Sendable {
        /// It was received; it is not delivered again.
        case success
        /// It is to be delivered again.
        case fail

        /// The value of the Content-Type header.
        public var contentType: String { "text/plain;charset=UTF-8" }
    }

    /// What the signature leaves out besides `sign`; the usual reading first.
    public enum Reading: String, Sendable, CaseIterable {
        /// `sign_type`, too ("rsaCheckV1").
        case withoutSignType = "without-sign-type"
        /// Nothing ("rsaCheckV2").
        case withSignType = "with-sign-type"
    }

    /// The id of the message, the same in each delivery.
    public let id: String
    /// What it is about, such as `alipay.open.sp.sign.sync.notify`: ASCII letters, digits, `.`, `_` and `-`.
    public let method: String
    /// The application that it is for.
    public let appID: String
    /// When it was sent, by Alipay's clock, where it says so.
    public let sent: Date?
    /// The JSON of `biz_content`, unread.
    public let content: String
    /// Which reading of the rules the signature follows.
    public let reading: Reading
}

extension PlatformMessage: CustomStringConvertible, CustomReflectable {
    /// Names the method, and shows nothing of the content.
    public var description: String { "PlatformMessage(\(method), <REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
