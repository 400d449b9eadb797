@testable import AlipayClient

/// The platform's codes, by class as in PROTOCOL 2.7.
enum FailureClassTable {
    private static let classes: [(failureClass: FailureClass, codes: String)] = [
        (.retry, "SYSTEM_ERROR unknow-error unknown-sub-code invalid-response-data decryption-error-unknown"),
        (.throttled, "app-call-limited method-call-limited exceed-api-balance"),
        (.eventExpired, "MSG_SD_OVER_TIME"), (.refused, message), (.refused, request),
        (.blocked, "PUBLIC_CHANNELS_CONFIG_INVAILD"), (.blocked, signature),
        (.blocked, certificates), (.blocked, encryption), (.blocked, permission),
        (.blocked, tokens),
        // The clock: each attempt has its own time, and a missing one is our fault.
        (.retry, "invalid-timestamp illegal-timestamp"), (.blocked, "missing-timestamp"),
    ]

    /// Each code with its class.
    static let rows: [(code: String, failureClass: FailureClass)] = classes.flatMap { row in
        row.codes.split(separator: " ").map { (String($0), row.failureClass) }
    }

    private static let message =
        "MSG_ENTER_EVENT_OVER_LIMIT MSG_SD_NOBEHAVIOR MSG_SD_FOLLOW_NOT_EXISTS "
        + "MSG_SD_EVENT_TYPE_NOT_EXISTS MSG_TYPE_ILLEGAL OPEN_ID_IS_ILLEGAL"

    private static let request =
        "invalid-parameter invalid-request-data illegal-json invalid-format missing-method invalid-method "
        + "invalid-app-method missing-platform invalid-platform missing-version invalid-version unsupported-version "
        + "invalid-encoding invalid-charset unsupport-operation openid-error missing-app-uid illegal-card-no "
        + "upload-fail invalid-file-extension invalid-file-size file-check-fail method-forbidden-batch-invoke "
        + "exist-blank-sub-request-id exist-repeated-sub-request-id"

    private static let signature =
        "invalid-signature missing-signature missing-signature-key missing-signature-type "
        + "missing-default-signature-type missing-signature-config invalid-signature-type "
        + "invalid-signature-type-said-interface unsupported-expired-app-key-sign app-key-security-risk "
        + "invalid-digest invalid-digest-type"

    private static let certificates =
        "app-cert-expired app-cert-not-exist alipay-cert-not-exist missing-app-cert-sn missing-alipay-cert-sn "
        + "missing-alipay-root-cert-sn invalid-alipay-root-cert-sn"

    private static let encryption =
        "missing-encrypt-type missing-encrypt-key invalid-encrypt-type invalid-encrypt decryption-error "
        + "decryption-error-missing-encrypt-type decryption-error-not-valid-encrypt-type "
        + "decryption-error-not-valid-encrypt-key"

    private static let permission =
        "insufficient-isv-permissions insufficient-user-permissions illegal-client-ip self-invoke-forbidden "
        + "app-auth-invoke-limit app-api-punished forbidden-api missing-app-id invalid-app-id invalid-app-state "
        + "invalid-subscribe-relations sevice-not-been-subscribed-to no-product-reg-by-partner invalid-partnerid "
        + "app-unbind-partner app-invalid-oid inner-app-no-access invalid-inner-invoke-scene "
        + "invalid-app-api-field-config invalid-product invalid-auth-relations invalid-app-auth-relations "
        + "suspected-attack"

    private static let tokens =
        "invalid-auth-token auth-token-time-out invalid-app-auth-token invalid-app-auth-token-no-api "
        + "app-auth-token-time-out not-support-app-auth access-data-time-out missing-app-access-token missing-session"
}
