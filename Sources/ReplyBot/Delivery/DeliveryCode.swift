internal import AlipayClient
internal import RuleEngine

/// The code with which an attempt or a reply ended: the platform's, or our own.
struct DeliveryCode: Sendable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The code as a label: those that are known, `http-4xx` and the like, and `other`; never what somebody made up.
    var label: String {
        if OwnCode(rawValue: text) != nil || PlatformCode.named(text) != nil { return text }
        guard let status = httpStatus, (100...599).contains(status) else { return "other" }
        return "http-\(status / 100)xx"
    }

    /// What a person can do about it.
    var remedy: Phrase {
        if let own = OwnCode(rawValue: text) { return own.remedy }
        if let known = PlatformCode.named(text) { return RemedyPlace.extend(known.remedy, code: text) }
        if NotificationError(rawValue: text) != nil {
            return Phrase(
                "记录的请求读不出来:检查支付宝公钥(证书),然后 queue retry",
                "the recorded request cannot be read any more: check Alipay's keys, then queue retry"
            )
        }
        return Phrase(
            "未知的错误码:在开放平台文档中查找,或带着 trace id 联系支付宝",
            "the code is not known: look it up in the platform's documents, or give Alipay the trace id"
        )
    }

    private var httpStatus: Int? { text.hasPrefix("http-") ? Int(text.dropFirst("http-".count)) : nil }
}
