/// Why a call of the OpenAPI did not succeed.
public enum OpenAPIError: Error, Sendable, Hashable {
    /// The message is outside the API's limits: nothing was sent.
    case unsendable(MessageError)
    /// The platform refused the call.
    case refused(OpenAPIRefusal)
    /// The answer's signature is missing or wrong. After a 2xx status the message may have been delivered.
    case unverifiedAnswer(status: Int, traceID: String?)
    /// The answer is signed by a certificate that we do not have.
    case unknownCertificate(serial: String, traceID: String?)
    /// A 2xx answer, well signed, but its content cannot be read.
    case unreadableAnswer(traceID: String?)
    /// No connection: nothing was sent.
    case notConnected(String)
    /// The connection broke, or time ran out, after the request may have been received.
    case ambiguous(String)
    /// Signing failed, which no input can cause.
    case signingFailed(String)
}

/// A refusal in the platform's words (PROTOCOL 2.7).
public struct OpenAPIRefusal: Error, Sendable, Hashable {
    /// A link that the platform offers.
    public struct Link: Sendable, Hashable {
        /// The address.
        public let link: String
        /// What is there.
        public let description: String?
    }

    /// The HTTP status.
    public let status: Int
    /// The platform's code, without the stray comma that one of them carries; nil when the body is not the platform's.
    public let code: String?
    /// The platform's message.
    public let message: String?
    /// Where the platform explains the refusal.
    public let links: [Link]
    /// The id for the platform's support.
    public let traceID: String?
    /// Whether the answer was signed by Alipay.
    ///
    /// If not, it may guide retries, and nothing more (RELIABILITY T22).
    public let isAuthenticated: Bool
    /// How many seconds the platform asks us to wait (`Retry-After`); nil when it does not, or names a date.
    public var retryAfter: Int?
}

extension OpenAPIError {
    /// The id of the platform's answer, for its support; nil when there was none.
    public var traceID: String? {
        switch self {
        case .refused(let refusal): refusal.traceID
        case .unverifiedAnswer(_, let traceID), .unknownCertificate(_, let traceID), .unreadableAnswer(let traceID):
            traceID
        case .unsendable, .notConnected, .ambiguous, .signingFailed: nil
        }
    }
}
