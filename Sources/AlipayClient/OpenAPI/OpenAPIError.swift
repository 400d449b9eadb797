internal import Foundation

/// Why a call of the OpenAPI failed.
public enum OpenAPIError: Error, Sendable, Hashable {
    /// The message is outside the API's limits: nothing was sent.
    case unsendable(MessageError)
    /// The platform refused the call.
    case refused(OpenAPIRefusal)
    /// The answer's signature is missing or wrong. After a 2xx status the message may have been delivered.
    case unverifiedAnswer(status: Int, traceID: String?)
    /// The answer is signed by an unknown certificate.
    case unknownCertificate(serial: String, traceID: String?)
    /// A validly signed 2xx answer whose content cannot be decrypted.
    case unreadableAnswer(traceID: String?)
    /// No connection: nothing was sent.
    case notConnected(String)
    /// The connection broke, or time ran out; the platform may have received the request.
    case ambiguous(String)
    /// Signing failed, which no input can cause.
    case signingFailed(String)
}

/// The classes of failed calls, by the next step for the message (PROTOCOL 2.7).
///
/// Switch over the class without a `default`, so that the compiler finds every place that a new class concerns.
public enum FailureClass: Sendable, Hashable, CaseIterable {
    /// Not delivered: try again after a while.
    case retry
    /// Not delivered, and the platform asks for fewer calls: try again later, and send less.
    case throttled
    /// Not delivered, as the event that the message names is too old: send it once as an ordinary message.
    case eventExpired
    /// Not delivered, and it never will be: drop the message.
    case refused
    /// No message is delivered before somebody changes a setting or a key.
    case blocked
    /// No connection, so nothing was sent: try again after a while.
    case unreachable
    /// It may have been delivered: repeat it at most once.
    case ambiguous
    /// The server that accepted it could not prove that it is Alipay: never repeat it.
    case unproven
}

extension OpenAPIError {
    /// The class of the failure: by code, or by status where the code is unknown.
    public var failureClass: FailureClass {
        switch self {
        case .refused(let refusal): refusal.failureClass
        case .unverifiedAnswer(let status, _): (200..<300).contains(status) ? .unproven : .retry
        case .unknownCertificate, .unreadableAnswer: .unproven
        case .notConnected: .unreachable
        case .ambiguous: .ambiguous
        case .signingFailed, .unsendable: .refused
        }
    }

    /// The largest useful number of attempts at a message; nil where the failure sets no limit.
    public var attempts: Int? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal.entry?.attempts
    }

    /// A short name for logs, metrics and the store: the platform's code where there is one.
    public var code: String {
        switch self {
        case .refused(let refusal): refusal.code ?? "http-\(refusal.status)"
        case .unverifiedAnswer: "unverified-answer"
        case .unknownCertificate: "unknown-certificate"
        case .unreadableAnswer: "unreadable-answer"
        case .notConnected: "not-connected"
        case .ambiguous: "ambiguous"
        case .signingFailed: "signing-failed"
        case .unsendable: "unsendable-message"
        }
    }

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

/// A refusal in the platform's words (PROTOCOL 2.7).
public struct OpenAPIRefusal: Error, Sendable, Hashable {
    /// A link that the platform offers.
    public struct Link: Sendable, Hashable {
        /// The address.
        public let link: String
        /// The platform's description of the page.
        public let description: String?
    }

    /// The HTTP status.
    public let status: Int
    /// The platform's code, without the stray comma of one of them; nil when the body is not the platform's.
    public let code: String?
    /// The platform's message.
    public let message: String?
    /// Pages on which the platform explains the refusal.
    public let links: [Link]
    /// The id for the platform's support.
    public let traceID: String?
    /// Whether the answer was signed by Alipay.
    ///
    /// An unsigned one may only guide retries (RELIABILITY T22).
    public let isAuthenticated: Bool
    /// The requested wait in seconds (`Retry-After`); nil when there is none, or when it is a date.
    public var retryAfter: Int?
}

extension OpenAPIRefusal {
    /// The class of the failure.
    ///
    /// An unsigned refusal may cause a retry or cost a message, but never blocks sending (RELIABILITY T22).
    public var failureClass: FailureClass {
        switch entry?.failureClass ?? (status >= 500 || status == 429 ? .retry : .refused) {
        case .blocked where !isAuthenticated: .retry
        case let known: known
        }
    }

    fileprivate var entry: PlatformCode? { code.flatMap(PlatformCode.named) }
}

extension OpenAPIRefusal {
    /// Reads the body of a non-2xx answer as far as possible.
    init(_ response: OpenAPIResponse, isAuthenticated: Bool) {
        let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
        self.init(
            status: response.status,
            code: body?.code.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: ", ")) },
            message: body?.message,
            links: body?.links ?? [],
            traceID: response.traceID,
            isAuthenticated: isAuthenticated,
            retryAfter: response.header("retry-after").flatMap(Int.init).map { max(0, $0) }
        )
    }

    /// `links` is an array in live answers and a string in one SDK; any other form is ignored.
    private struct Body: Decodable {
        let code: String?
        let message: String?
        let links: [Link]

        enum CodingKeys: String, CodingKey {
            case code
            case message
            case links
        }

        private struct WireLink: Decodable {
            let link: String
            let desc: String?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            code = try? container.decode(String.self, forKey: .code)
            message = try? container.decode(String.self, forKey: .message)
            if let links = try? container.decode([WireLink].self, forKey: .links) {
                self.links = links.map { Link(link: $0.link, description: $0.desc) }
            } else if let link = try? container.decode(String.self, forKey: .links) {
                links = [Link(link: link, description: nil)]
            } else {
                links = []
            }
        }
    }
}
