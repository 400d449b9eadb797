/// What to do about a message that was not sent (PROTOCOL 2.7).
public enum DeliveryAdvice: String, Sendable, Hashable, CaseIterable {
    /// Try again after a while.
    case retry
    /// The platform asks for fewer calls: try again later, and send less.
    case slowDown = "slow-down"
    /// It will never succeed: give this message up.
    case giveUp = "give-up"
    /// No message will succeed before somebody changes a setting or a key.
    case stopEverything = "stop-everything"
    /// It may have been delivered: repeat it once at most.
    case uncertain
    /// It was accepted by a server that could not prove to be Alipay: never repeat it.
    case neverRepeat = "never-repeat"
}

extension OpenAPIError {
    /// What to do: by code first, by status where the code is unknown.
    public var advice: DeliveryAdvice {
        switch self {
        case .refused(let refusal): refusal.advice
        case .unverifiedAnswer(let status, _): (200..<300).contains(status) ? .neverRepeat : .retry
        case .unknownCertificate, .unreadableAnswer: .neverRepeat
        case .notConnected: .retry
        case .ambiguous: .uncertain
        case .signingFailed, .unsendable: .giveUp
        }
    }

    /// How many attempts at a message are worth making in all; nil where the failure sets no limit.
    public var attempts: Int? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal.code.flatMap(PlatformCode.named)?.attempts
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
}

extension OpenAPIRefusal {
    /// What to do.
    ///
    /// An unsigned refusal may cause a retry or a message to be given up, never a stop (RELIABILITY T22).
    public var advice: DeliveryAdvice {
        let known = code.flatMap(PlatformCode.named)?.advice
        switch known ?? (status >= 500 || status == 429 ? .retry : .giveUp) {
        case .stopEverything where !isAuthenticated: return .retry
        case let advice: return advice
        }
    }
}
