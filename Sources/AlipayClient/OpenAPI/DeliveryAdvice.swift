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
        let known = code.flatMap { OpenAPIRefusal.advice(forCode: $0) }
        switch known ?? (status >= 500 || status == 429 ? .retry : .giveUp) {
        case .stopEverything where !isAuthenticated: return .retry
        case let advice: return advice
        }
    }

    static func advice(forCode code: String) -> DeliveryAdvice? {
        if retryable.contains(code) { return .retry }
        if rateLimits.contains(code) { return .slowDown }
        if permanent.contains(code) { return .giveUp }
        return settings.contains(code) ? .stopEverything : nil
    }

    private static let retryable: Set<String> = [
        "SYSTEM_ERROR", "unknow-error", "unknown-sub-code", "invalid-response-data", "decryption-error-unknown",
        "illegal-timestamp", "invalid-timestamp",
    ]

    private static let rateLimits: Set<String> = ["app-call-limited", "method-call-limited", "exceed-api-balance"]

    private static let permanent: Set<String> = [
        "MSG_ENTER_EVENT_OVER_LIMIT", "MSG_SD_OVER_TIME", "MSG_SD_NOBEHAVIOR", "MSG_SD_FOLLOW_NOT_EXISTS",
        "MSG_SD_EVENT_TYPE_NOT_EXISTS", "MSG_TYPE_ILLEGAL", "OPEN_ID_IS_ILLEGAL",
        "invalid-parameter", "invalid-request-data", "illegal-json", "invalid-format", "missing-method",
        "invalid-method", "invalid-app-method", "missing-platform", "invalid-platform", "missing-version",
        "invalid-version", "unsupported-version", "invalid-encoding", "invalid-charset", "unsupport-operation",
        "openid-error", "missing-app-uid", "illegal-card-no", "upload-fail", "invalid-file-extension",
        "invalid-file-size", "file-check-fail", "method-forbidden-batch-invoke", "exist-blank-sub-request-id",
        "exist-repeated-sub-request-id",
    ]

    private static let settings: Set<String> = [
        "PUBLIC_CHANNELS_CONFIG_INVAILD",
        "invalid-signature", "missing-signature", "missing-signature-key", "missing-signature-type",
        "missing-default-signature-type", "missing-signature-config", "invalid-signature-type",
        "invalid-signature-type-said-interface", "unsupported-expired-app-key-sign", "app-key-security-risk",
        "invalid-digest", "invalid-digest-type",
        "app-cert-expired", "app-cert-not-exist", "alipay-cert-not-exist", "missing-app-cert-sn",
        "missing-alipay-cert-sn", "missing-alipay-root-cert-sn", "invalid-alipay-root-cert-sn",
        "missing-encrypt-type", "missing-encrypt-key", "invalid-encrypt-type", "invalid-encrypt", "decryption-error",
        "decryption-error-missing-encrypt-type", "decryption-error-not-valid-encrypt-type",
        "decryption-error-not-valid-encrypt-key", "missing-timestamp",
        "insufficient-isv-permissions", "insufficient-user-permissions", "illegal-client-ip",
        "self-invoke-forbidden", "app-auth-invoke-limit", "app-api-punished", "forbidden-api", "missing-app-id",
        "invalid-app-id", "invalid-app-state", "invalid-subscribe-relations", "sevice-not-been-subscribed-to",
        "no-product-reg-by-partner", "invalid-partnerid", "app-unbind-partner", "app-invalid-oid",
        "inner-app-no-access", "invalid-inner-invoke-scene", "invalid-app-api-field-config", "invalid-product",
        "invalid-auth-relations", "invalid-app-auth-relations", "suspected-attack",
        "invalid-auth-token", "auth-token-time-out", "invalid-app-auth-token", "invalid-app-auth-token-no-api",
        "app-auth-token-time-out", "not-support-app-auth", "access-data-time-out", "missing-app-access-token",
        "missing-session",
    ]
}
