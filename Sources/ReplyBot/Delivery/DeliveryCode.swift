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
        if let known = PlatformCode.remedies[text] { return known }
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

extension OpenAPIError {
    /// Advice for the operator.
    var remedy: LocalizedText {
        switch self {
        case .refused(let refusal):
            refusal.code.flatMap { PlatformCode.remedies[$0] }
                ?? LocalizedText(
                    "未知的错误码：在开放平台文档中查找，或带着 trace id 联系支付宝",
                    "The code is not known: look it up in the platform's documents, or give Alipay the trace id"
                )
        case .unsendable:
            LocalizedText(
                "消息不符合接口的限制，没有发送：缩短或补全这条消息",
                "The message is outside the API's limits and was not sent: shorten or complete it"
            )
            .at(LocalizedText("该规则的 reply", "that rule's reply"))
        case .unverifiedAnswer:
            LocalizedText(
                "应答没有支付宝的有效签名：核对支付宝公钥（证书）和接口地址，检查出口代理是否改动内容",
                "The answer is not validly signed: check Alipay's key or certificate, the server's address and any proxy"
            )
            .at(.publicKey, .certFiles, .serverURL)
        case .unknownCertificate(let serial, _):
            LocalizedText(
                "支付宝换用了证书 \(Self.digits(of: serial))：在控制台重新下载支付宝公钥证书，与旧证书一起使用",
                "Alipay now signs with certificate \(Self.digits(of: serial)): download it, and use it beside the old one"
            )
            .at(
                LocalizedText(
                    "加入 alipay.cert_files，再用 SIGHUP 重新加载",
                    "add it to alipay.cert_files, then reload with SIGHUP"
                )
            )
        case .unreadableAnswer:
            LocalizedText(
                "应答无法解密：核对 AES 密钥与控制台是否一致",
                "The answer cannot be decrypted: check that the AES key is the console's"
            )
            .at(.encryptKey)
        case .notConnected:
            LocalizedText(
                "连不上支付宝：检查网络、DNS、防火墙和接口地址",
                "Alipay cannot be reached: check network, DNS, firewall and the server's address"
            )
            .at(.serverURL)
        case .ambiguous:
            LocalizedText(
                "连接中断或超时，消息可能已送达：检查网络，再决定是否重发",
                "The connection broke or time ran out, so it may have arrived: check the network before it is sent again"
            )
            .at(.deliveryOnAmbiguous)
        case .signingFailed:
            LocalizedText(
                "本机签名失败：检查 OpenSSL 与内存，然后重启",
                "Signing failed on this machine: check OpenSSL and memory, and start again"
            )
        }
    }

    /// The serial is foreign text: only its digits are shown.
    private static func digits(of serial: String) -> String {
        String(serial.unicodeScalars.filter(\.properties.isASCIIHexDigit).prefix(40).map(Character.init))
    }
}

extension LocalizedText {
    /// The remedy, followed by the settings that it refers to.
    func at(_ settings: Setting...) -> LocalizedText {
        let names = settings.map(\.rawValue)
        return at(LocalizedText(names.joined(separator: "、"), names.joined(separator: ", ")))
    }

    /// The remedy, followed by the place that it refers to.
    func at(_ place: LocalizedText) -> LocalizedText {
        LocalizedText("\(chinese)（\(place.chinese)）", "\(english) (\(place.english))")
    }
}
