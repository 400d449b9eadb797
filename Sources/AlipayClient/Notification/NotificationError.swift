/// Why a request to the gateway endpoint is refused, without any of its content.
public enum NotificationError: String, Error, Sendable, Hashable, CaseIterable {
    /// A `%` without two hexadecimal digits.
    case malformedPercentEncoding = "malformed-percent-encoding"
    /// More parameters, or a longer name, than a notification ever has.
    case excessiveParameters = "excessive-parameters"
    /// A name occurs twice in query and body together.
    case duplicateParameter = "duplicate-parameter"
    /// `service`, `sign`, `sign_type`, `charset` or `biz_content` is missing or empty.
    case missingParameter = "missing-parameter"
    /// `charset` is not one of the platform's.
    case unknownCharset = "unknown-charset"
    /// `sign_type` is not the configured one.
    case unexpectedSignType = "unexpected-sign-type"
    /// The signature is not Alipay's over these parameters.
    case badSignature = "bad-signature"
    /// `service` is neither the handshake nor a message.
    case unknownService = "unknown-service"
    /// `service` and `msg_method` are both present, so the channel is unknown (PROTOCOL 1.9).
    case ambiguousService = "ambiguous-service"
    /// `msg_method` is not a name, or `utc_timestamp` is not a time.
    case brokenPlatformMessage = "broken-platform-message"
    /// `biz_content` is neither XML nor encrypted for us (PROTOCOL 1.8).
    case undecryptableContent = "undecryptable-content"
    /// `biz_content` has a byte outside its character set.
    case undecodableText = "undecodable-text"
    /// The XML is larger than the limit.
    case oversizedXML = "oversized-xml"
    /// The XML is nested deeper, or has more elements, than any event.
    case excessiveXML = "excessive-xml"
    /// The XML has a document type, an entity declaration, a processing instruction or attributes.
    case forbiddenXML = "forbidden-xml"
    /// The XML is not well-formed.
    case brokenXML = "broken-xml"
    /// An element occurs twice where an event has one.
    case duplicateElement = "duplicate-element"
    /// A required element is missing or empty, or is not a number where one is required.
    case missingElement = "missing-element"
    /// The event is for another application.
    case foreignApplication = "foreign-application"
}
