internal import AlipayClient
internal import BotCore
package import OperatorText
import RuleEngine

/// The code with which an attempt or a reply ended: the platform's or our own.
package struct DeliveryCode: Sendable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The code as a metric label: a known one, `http-4xx` and the like, or `other`; never an invented one.
    var label: String {
        if ReasonCode(rawValue: text) != nil || PlatformCode.named(text) != nil { return text }
        let status = httpStatus.flatMap { (100...599).contains($0) ? $0 : nil }
        return status.map { "http-\($0 / 100)xx" } ?? "other"
    }

    /// Advice for the operator.
    package var remedy: LocalizedText {
        if let own = ReasonCode(rawValue: text) { return own.remedy }
        if let known = PlatformCode.named(text) { return RemedyPlace.extend(known.remedy, code: text) }
        if NotificationError(rawValue: text) != nil {
            return LocalizedText(
                "记录的请求读不出来：检查支付宝公钥（证书），然后 queue retry",
                "the recorded request cannot be read any more: check Alipay's keys, then queue retry"
            )
        }
        return LocalizedText(
            "未知的错误码：在开放平台文档中查找，或带着 trace id 联系支付宝",
            "the code is not known: look it up in the platform's documents, or give Alipay the trace id"
        )
    }

    private var httpStatus: Int? { text.hasPrefix("http-") ? Int(text.dropFirst("http-".count)) : nil }
}

extension ReasonCode {
    /// Advice for the operator.
    var remedy: LocalizedText {
        switch self {
        case .ambiguous:
            LocalizedText(
                "连接中断或超时，消息可能已送达：检查网络；是否重发由 delivery.on_ambiguous 决定",
                "the connection broke or time ran out, so it may have arrived: check the network, and delivery.on_ambiguous"
            )
        case .clock, .closing, .heldBack, .lease, .notBegun: LocalizedText("会自动再发，不用处理", "it is sent again by itself")
        case .dailyQuota:
            LocalizedText("这位用户今天的条数已用完：明天再试", "this follower has had as many messages as a day allows: try tomorrow")
        case .dropped: LocalizedText("已由操作员放弃", "it was given up by an operator")
        case .expired:
            LocalizedText(
                "超过了回复的有效期没有发出：看它之前的错误；需要时 queue retry",
                "its lifetime ended before it was sent: see what failed before; queue retry if it is still wanted"
            )
        case .handoff: LocalizedText("有人工接待，机器人不说话", "a person has taken over, so the bot is silent")
        case .notConnected:
            LocalizedText(
                "连不上支付宝：检查网络、DNS、防火墙和 alipay.server_url",
                "Alipay cannot be reached: check network, DNS, firewall and alipay.server_url"
            )
        case .outsideWindow:
            LocalizedText("用户 48 小时内没有互动：等用户再来", "the follower did nothing for 48 hours: wait until they do")
        case .retryBudget: LocalizedText("重发太多，稍后自动再发", "too much is being repeated: it is sent again by itself")
        case .signingFailed:
            LocalizedText(
                "本机签名失败：检查 OpenSSL 与内存，然后重启",
                "signing failed on this machine: check OpenSSL and memory, and start again"
            )
        case .store: LocalizedText("数据库不能读写：检查磁盘", "the store cannot be used: check the disk")
        case .unknownCertificate:
            LocalizedText(
                "支付宝换了证书：重新下载，加入 alipay.cert_files 后重新加载（SIGHUP）",
                "Alipay has another certificate: download it, add it to alipay.cert_files and reload (SIGHUP)"
            )
        case .poison, .undecidable:
            LocalizedText(
                "判定这个事件时程序崩溃或出错：请报告；升级后 queue retry，或 queue drop",
                "deciding this event ended the process, or failed: report it; queue retry after an upgrade, or queue drop"
            )
        case .unreadable: LocalizedText("是别的版本写入的：queue drop", "another version wrote it: queue drop")
        case .unreadableAnswer:
            LocalizedText(
                "应答无法解密：核对 alipay.encrypt_key 与控制台是否一致",
                "the answer cannot be decrypted: check that alipay.encrypt_key is the console's"
            )
        case .unsendable:
            LocalizedText(
                "消息不符合接口的限制：缩短或补全该规则的回复",
                "the message is outside the API's limits: shorten or complete that rule's reply"
            )
        case .unverifiedAnswer:
            LocalizedText(
                "应答没有支付宝的有效签名：核对支付宝公钥（证书）和 alipay.server_url，检查出口代理",
                "the answer is not validly signed: check Alipay's key or certificate, alipay.server_url and any proxy"
            )
        }
    }
}

/// The setting or rule that a remedy of `AlipayClient`, which knows neither, refers to.
struct RemedyPlace {
    /// The place for each code of the platform and of `OpenAPIError` that has one.
    static let all: [String: LocalizedText] = {
        let reply = LocalizedText("该规则的 reply", "that rule's reply")
        let encryption = setting(.encryptKey)
        let token = setting(.appAuthToken)
        return [
            "ambiguous": setting(.deliveryOnAmbiguous),
            "not-connected": setting(.serverURL),
            "unreadable-answer": encryption,
            "unsendable-message": reply,
            "unverified-answer": setting(.publicKey, .certFiles, .serverURL),
            "unknown-certificate": LocalizedText(
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
            "MSG_ENTER_EVENT_OVER_LIMIT": LocalizedText("该规则的 cooldown: 1d", "cooldown: 1d in that rule"),
        ]
    }()

    private static func setting(_ settings: Setting...) -> LocalizedText {
        let names = settings.map(\.rawValue)
        return LocalizedText(names.joined(separator: "、"), names.joined(separator: ", "))
    }

    /// A remedy, followed by the place if the code has one.
    static func extend(_ remedy: Remedy, code: String) -> LocalizedText {
        guard let place = all[code] else { return LocalizedText(remedy.chinese, remedy.english) }
        return LocalizedText("\(remedy.chinese)（\(place.chinese)）", "\(remedy.english) (\(place.english))")
    }
}
