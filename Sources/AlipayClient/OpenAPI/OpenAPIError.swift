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

    /// The remedy for a person.
    public var remedy: Remedy {
        switch self {
        case .refused(let refusal):
            return refusal.remedy
        case .unsendable:
            return Remedy(
                chinese: "消息不符合接口的限制，没有发送：缩短或补全这条消息",
                english: "The message is outside the API's limits and was not sent: shorten or complete it"
            )
        case .unverifiedAnswer:
            return Remedy(
                chinese: "应答没有支付宝的有效签名：核对支付宝公钥（证书）和接口地址，检查出口代理是否改动内容",
                english:
                    "The answer is not validly signed: check Alipay's key or certificate, the server's address and any proxy"
            )
        case .unknownCertificate(let serial, _):
            // The serial is foreign text: only its digits are shown.
            let digits = serial.unicodeScalars.filter { $0.properties.isASCIIHexDigit }
            let name = String(digits.prefix(40).map(Character.init))
            return Remedy(
                chinese: "支付宝换用了证书 \(name)：在控制台重新下载支付宝公钥证书，与旧证书一起使用",
                english: "Alipay now signs with certificate \(name): download it, and use it beside the old one"
            )
        case .unreadableAnswer:
            return Remedy(
                chinese: "应答无法解密：核对 AES 密钥与控制台是否一致",
                english: "The answer cannot be decrypted: check that the AES key is the console's"
            )
        case .notConnected:
            return Remedy(
                chinese: "连不上支付宝：检查网络、DNS、防火墙和接口地址",
                english: "Alipay cannot be reached: check network, DNS, firewall and the server's address"
            )
        case .ambiguous:
            return Remedy(
                chinese: "连接中断或超时，消息可能已送达：检查网络，再决定是否重发",
                english:
                    "The connection broke or time ran out, so it may have arrived: check the network before it is sent again"
            )
        case .signingFailed:
            return Remedy(
                chinese: "本机签名失败：检查 OpenSSL 与内存，然后重启",
                english: "Signing failed on this machine: check OpenSSL and memory, and start again"
            )
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

    /// The remedy for a person; for an unknown code, the platform's own message helps more.
    public var remedy: Remedy {
        entry?.remedy
            ?? Remedy(
                chinese: "未知的错误码：在开放平台文档中查找，或带着 trace id 联系支付宝",
                english: "The code is not known: look it up in the platform's documents, or give Alipay the trace id"
            )
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
