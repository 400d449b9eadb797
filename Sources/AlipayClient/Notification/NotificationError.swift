/// Why a request to the gateway endpoint is refused; none carries any of its content.
public enum NotificationError: String, Error, Sendable, Hashable, CaseIterable {
    /// A `%` without two hexadecimal digits.
    case malformedPercentEncoding = "malformed-percent-encoding"
    /// More parameters, or a longer name, than a notification ever has.
    case excessiveParameters = "excessive-parameters"
    /// A name occurs twice, in the query and the body together.
    case duplicateParameter = "duplicate-parameter"
    /// `service`, `sign`, `sign_type`, `charset` or `biz_content` is missing or empty.
    case missingParameter = "missing-parameter"
    /// `charset` names none that the platform uses.
    case unknownCharset = "unknown-charset"
    /// `sign_type` is not the configured one.
    case unexpectedSignType = "unexpected-sign-type"
    /// The signature is not Alipay's over these parameters.
    case badSignature = "bad-signature"
    /// `service` is neither the handshake nor a message.
    case unknownService = "unknown-service"
    /// `service` and `msg_method` are both there: the request belongs to no channel (PROTOCOL 1.9).
    case ambiguousService = "ambiguous-service"
    /// `msg_method` is no name, or `utc_timestamp` no time.
    case brokenPlatformMessage = "broken-platform-message"
    /// `biz_content` is neither XML nor encrypted for us (PROTOCOL 1.8).
    case undecryptableContent = "undecryptable-content"
    /// A byte of `biz_content` does not belong to its character set.
    case undecodableText = "undecodable-text"
    /// The XML is larger than the cap.
    case oversizedXML = "oversized-xml"
    /// The XML is nested deeper, or has more elements, than any event.
    case excessiveXML = "excessive-xml"
    /// The XML has a document type, an entity declaration, a processing instruction or attributes.
    case forbiddenXML = "forbidden-xml"
    /// The XML is not well-formed.
    case brokenXML = "broken-xml"
    /// An element occurs twice where an event has one.
    case duplicateElement = "duplicate-element"
    /// An element that every event has is missing, empty or no number where it must be one.
    case missingElement = "missing-element"
    /// The event is for another application.
    case foreignApplication = "foreign-application"
}
