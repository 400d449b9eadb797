internal import AlipayClient
internal import Foundation
internal import RuleEngine

extension BotConfiguration {
    /// Reads all settings but the keys; problems are left in the reader.
    init(_ reader: inout ConfigurationReader) {
        self.init(
            alipay: Alipay(
                appID: reader.required("alipay.app_id", Phrase("应用 id,16 位数字", "the application's id"))
            )
        )
        readAlipay(&reader)
        readListeners(&reader)
        readStore(&reader)
        delivery = DeliveryPolicy(&reader)
        rulesPath = reader.text("rules.path") ?? rulesPath
        reloadsRules = reader.flag("rules.reload", default: reloadsRules)
    }

    private mutating func readAlipay(_ reader: inout ConfigurationReader) {
        alipay.signType = reader.choice("alipay.sign_type", ["RSA2": .rsa2, "RSA": .rsa], default: .rsa2)
        alipay.allowsWeakKey = reader.flag("alipay.allow_weak_key")
        alipay.encryptsEvents = reader.choice(
            "alipay.event_encryption",
            ["none": false, "rsa": true],
            default: false
        )
        alipay.freshness.maximumAge = reader.duration("alipay.max_event_age", default: alipay.freshness.maximumAge)
        alipay.serverURL = reader.text("alipay.server_url") ?? alipay.serverURL
        if !BotConfiguration.isProtected(alipay.serverURL) {
            reader.report(
                Phrase(
                    "alipay.server_url 应以 https:// 开头,例如 https://openapi.alipay.com;http:// 只用于本机的模拟器",
                    "alipay.server_url must begin with https://, such as https://openapi.alipay.com; "
                        + "http:// is for a simulator on this machine only"
                )
            )
        }
    }

    /// Whether nobody on the way can read or change what is sent: TLS, or no way at all (RELIABILITY T21).
    private static func isProtected(_ server: String) -> Bool {
        guard let url = URL(string: server), let host = url.host(), !host.isEmpty, url.user == nil else { return false }
        return switch url.scheme {
        case "https": true
        case "http": ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        default: false
        }
    }

    private mutating func readListeners(_ reader: inout ConfigurationReader) {
        http.host = reader.text("http.host") ?? http.host
        http.port = reader.number("http.port", in: 0...65_535, default: http.port)
        console.host = reader.text("console.host") ?? console.host
        console.port = reader.number("console.port", in: 0...65_535, default: console.port)
        path = reader.text("http.path") ?? path
        connections = reader.number("http.max_connections", in: 16...65_535, default: connections)
        limitsByAddress = reader.flag("http.limit_by_address", default: limitsByAddress)
        if http.port == console.port, http.port != 0 {
            reader.report(
                Phrase(
                    "http.port 和 console.port 都是 \(http.port):改掉其中一个",
                    "http.port and console.port are both \(http.port): change one of them"
                )
            )
        }
        if !path.hasPrefix("/") {
            reader.report(Phrase("http.path 应以 / 开头,例如 /gateway", "http.path must begin with /, such as /gateway"))
        }
    }

    private mutating func readStore(_ reader: inout ConfigurationReader) {
        retention = reader.duration("store.retention", default: retention)
        if retention < 2 * 86_400 {
            reader.report(
                Phrase(
                    "store.retention 至少 2d:更短会把支付宝的重投当成新事件",
                    "store.retention must be at least 2d: with less, a repeated delivery would count as new"
                )
            )
        }
        guard let url = reader.text("store.url") else { return }
        guard url.hasPrefix("sqlite:"), url.count > "sqlite:".count else {
            reader.report(
                Phrase(
                    "store.url 应为 sqlite:文件名,例如 sqlite:replybot.db",
                    "store.url must be sqlite:FILE, such as sqlite:replybot.db"
                )
            )
            return
        }
        storePath = String(url.dropFirst("sqlite:".count))
    }
}
