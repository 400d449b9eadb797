/// The meaning of the platform's code in a refusal (PROTOCOL 2.7).
public struct PlatformCode: Sendable, Hashable {
    /// The code as the platform writes it, spelling mistakes included.
    public let code: String
    /// The class of failure.
    public let failureClass: FailureClass
    /// The largest useful number of attempts at a message; nil where the code sets no limit.
    public let attempts: Int?

    /// The entry of a code; nil when it is not known.
    ///
    /// - Parameter code: the code as it came, compared exactly.
    /// - Returns: its entry.
    public static func named(_ code: String) -> PlatformCode? { index[code] }

    private static let index = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    /// Every known code, each once.
    ///
    /// The platform sends others too: the HTTP status decides those.
    public static let all: [PlatformCode] = groups.flatMap { group in
        group.codes.split(whereSeparator: \.isWhitespace)
            .map { PlatformCode(code: String($0), failureClass: group.failureClass, attempts: group.attempts) }
    }

    private static let groups: [(failureClass: FailureClass, attempts: Int?, codes: String)] = [
        // Faults of the platform that pass.
        (.retry, nil, "SYSTEM_ERROR unknow-error unknown-sub-code invalid-response-data"),
        // Faults that a second attempt settles, with a new time and nonce.
        (.retry, 2, "decryption-error-unknown invalid-timestamp illegal-timestamp"),
        // The platform's limits.
        (.throttled, nil, "app-call-limited method-call-limited exceed-api-balance"),
        // The event's own limit has passed, not that of an ordinary message.
        (.eventExpired, nil, "MSG_SD_OVER_TIME"),
        // One message and its recipient.
        (
            .refused, nil,
            """
            MSG_ENTER_EVENT_OVER_LIMIT MSG_SD_NOBEHAVIOR MSG_SD_FOLLOW_NOT_EXISTS MSG_SD_EVENT_TYPE_NOT_EXISTS
            MSG_TYPE_ILLEGAL OPEN_ID_IS_ILLEGAL invalid-parameter invalid-request-data openid-error
            """
        ),
        // Requests that a correct program does not make.
        (
            .refused, nil,
            """
            illegal-json invalid-format missing-method invalid-method invalid-app-method missing-platform
            invalid-platform missing-version invalid-version unsupported-version invalid-encoding invalid-charset
            unsupport-operation missing-app-uid illegal-card-no upload-fail invalid-file-extension
            invalid-file-size file-check-fail method-forbidden-batch-invoke exist-blank-sub-request-id
            exist-repeated-sub-request-id
            """
        ),
        // Signatures, keys and certificates.
        (
            .blocked, nil,
            """
            invalid-signature missing-signature missing-signature-key missing-signature-type
            missing-default-signature-type missing-signature-config invalid-signature-type
            invalid-signature-type-said-interface unsupported-expired-app-key-sign app-key-security-risk
            invalid-digest invalid-digest-type app-cert-expired app-cert-not-exist alipay-cert-not-exist
            missing-app-cert-sn missing-alipay-cert-sn missing-alipay-root-cert-sn invalid-alipay-root-cert-sn
            """
        ),
        // Content encryption.
        (
            .blocked, nil,
            """
            missing-encrypt-type missing-encrypt-key invalid-encrypt-type invalid-encrypt decryption-error
            decryption-error-missing-encrypt-type decryption-error-not-valid-encrypt-type
            decryption-error-not-valid-encrypt-key
            """
        ),
        // The application and its permissions.
        (
            .blocked, nil,
            """
            PUBLIC_CHANNELS_CONFIG_INVAILD missing-timestamp insufficient-isv-permissions
            insufficient-user-permissions illegal-client-ip self-invoke-forbidden app-auth-invoke-limit
            app-api-punished forbidden-api missing-app-id invalid-app-id invalid-app-state
            invalid-subscribe-relations sevice-not-been-subscribed-to no-product-reg-by-partner invalid-partnerid
            app-unbind-partner app-invalid-oid inner-app-no-access invalid-inner-invoke-scene
            invalid-app-api-field-config invalid-product invalid-auth-relations invalid-app-auth-relations
            suspected-attack
            """
        ),
        // Tokens.
        (
            .blocked, nil,
            """
            invalid-auth-token auth-token-time-out invalid-app-auth-token invalid-app-auth-token-no-api
            app-auth-token-time-out not-support-app-auth access-data-time-out missing-app-access-token
            missing-session
            """
        ),
    ]
}
