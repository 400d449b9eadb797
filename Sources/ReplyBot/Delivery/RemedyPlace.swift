internal import AlipayClient
internal import RuleEngine

/// Where in this bot something is put right that `AlipayClient`, which knows no settings, says of a code.
struct RemedyPlace {
    /// The codes of the platform, and those of `OpenAPIError`, that have a place here.
    static let all: [String: Phrase] = {
        let reply = Phrase("该规则的 reply", "that rule's reply")
        let encryption = setting(.encryptKey)
        let token = setting(.appAuthToken)
        return [
            "ambiguous": setting(.deliveryOnAmbiguous),
            "not-connected": setting(.serverURL),
            "unreadable-answer": encryption,
            "unsendable-message": reply,
            "unverified-answer": setting(.publicKey, .certFiles, .serverURL),
            "unknown-certificate": Phrase(
                "加入 alipay.cert_files，再用 SIGHUP 重新加载",
                "add it to alipay.cert_files, then reload with SIGHUP"
            ),

            "missing-encrypt-type": encryption, "missing-encrypt-key": encryption, "invalid-encrypt": encryption,
            "decryption-error": encryption, "decryption-error-not-valid-encrypt-key": encryption,
            "decryption-error-unknown": encryption,

            "insufficient-user-permissions": token, "self-invoke-forbidden": token, "invalid-auth-relations": token,
            "invalid-app-auth-relations": token, "invalid-auth-token": token, "auth-token-time-out": token,
            "invalid-app-auth-token": token, "app-auth-token-time-out": token, "not-support-app-auth": token,
            "missing-app-access-token": token, "missing-session": token,

            "missing-app-id": setting(.appID), "invalid-app-id": setting(.appID, .serverURL),
            "openid-error": setting(.appID), "OPEN_ID_IS_ILLEGAL": setting(.appID),

            "invalid-signature": setting(.privateKey, .privateKeyFile),
            "unsupported-expired-app-key-sign": setting(.privateKey, .privateKeyFile),
            "app-key-security-risk": setting(.privateKey, .privateKeyFile),
            "app-cert-expired": setting(.appCertFile), "app-cert-not-exist": setting(.appCertFile),
            "alipay-cert-not-exist": setting(.certFiles), "missing-alipay-cert-sn": setting(.certFiles),
            "missing-app-cert-sn": setting(.appCertFile, .certFiles, .rootCertFile),
            "missing-alipay-root-cert-sn": setting(.rootCertFile),
            "invalid-alipay-root-cert-sn": setting(.rootCertFile),

            "app-call-limited": setting(.deliveryRate, .deliveryConcurrency),
            "method-call-limited": setting(.deliveryRate, .deliveryConcurrency),

            "invalid-parameter": reply, "invalid-request-data": reply,
            "MSG_ENTER_EVENT_OVER_LIMIT": Phrase("该规则的 cooldown: 1d", "cooldown: 1d in that rule"),
        ]
    }()

    private static func setting(_ settings: Setting...) -> Phrase {
        let names = settings.map(\.rawValue)
        return Phrase(names.joined(separator: "、"), names.joined(separator: ", "))
    }

    /// A remedy with the place behind it, where the code has one.
    static func extend(_ remedy: Remedy, code: String) -> Phrase {
        guard let place = all[code] else { return Phrase(remedy.chinese, remedy.english) }
        return Phrase("\(remedy.chinese)（\(place.chinese)）", "\(remedy.english) (\(place.english))")
    }
}
