internal import AlipayClient
package import BotCore
internal import Foundation
internal import OperatorText
internal import RuleEngine

/// All settings of the bot except the keys, read and checked (DESIGN 4).
package struct BotConfiguration: Sendable {
    /// The identity at Alipay, and the limits of events.
    package struct Alipay: Sendable {
        /// `alipay.app_id` (string, required).
        package var appID: String
        /// `alipay.sign_type` (RSA2 | RSA, default RSA2).
        var signType = SignType.rsa2
        /// `alipay.allow_weak_key` (bool, default false): lets RSA keys under 2048 bits pass.
        var allowsWeakKey = false
        /// `alipay.event_encryption` (none | rsa, default none): whether the platform encrypts events (PROTOCOL 1.8).
        var encryptsEvents = false
        /// `alipay.max_event_age` (duration, default 10m; 0 turns it off).
        var freshness = EventFreshness()
        /// `alipay.server_url` (string, default https://openapi.alipay.com).
        package var serverURL = "https://openapi.alipay.com"

        package init(appID: String) {
            self.appID = appID
        }
    }

    /// The address of a listener.
    package struct Listener: Sendable {
        package var host = "127.0.0.1"
        package var port: Int

        package init(host: String = "127.0.0.1", port: Int) {
            self.host = host
            self.port = port
        }
    }

    package var alipay: Alipay
    /// `http.host` (string, default 127.0.0.1), `http.port` (int, default 8080).
    package var http = Listener(port: 8_080)
    /// `http.path` (string, default /gateway).
    var path = "/gateway"
    /// `http.max_connections` (int, default 4096): connections of the gateway at one time.
    var connections = 4_096
    /// `http.limit_by_address` (bool, default true): limits each client address.
    var limitsByAddress = true
    /// `console.host` (string, default 127.0.0.1), `console.port` (int, default 8081).
    package var console = Listener(port: 8_081)
    /// `rules.path` (string, default rules).
    package var rulesPath = "rules"
    /// `rules.reload` (bool, default true): reloads the rules when their files change.
    package var reloadsRules = true
    /// `store.url` (string, default sqlite:replybot.db), without its scheme.
    package var storePath = "replybot.db"
    /// Where `storePath` comes from.
    package var storeOrigin = StoreOrigin.standard
    /// `store.retention` (duration, default 30d), in seconds.
    var retention = 30 * 86_400
    /// `log.level` (default info), `log.format` (text | json, default text).
    package var log = LogOptions()
    /// `delivery.*`.
    package var delivery = DeliveryPolicy()

    package init(alipay: Alipay) {
        self.alipay = alipay
    }
}

extension BotConfiguration {
    /// Reads all settings except the keys; problems stay in the reader.
    init(_ reader: inout ConfigurationReader) {
        let isRelaxed = reader.flag(.testingRelaxed)
        if isRelaxed {
            reader.warn(
                .testingRelaxed,
                message: LocalizedText(
                    "testing.relaxed 已打开：只用于测试，正式环境请删掉",
                    "testing.relaxed is on: it is for tests only, remove it where customers are served"
                )
            )
        }
        self.init(alipay: Alipay(appID: BotConfiguration.appID(&reader, isRelaxed: isRelaxed)))
        readAlipay(&reader)
        readListeners(&reader, isRelaxed: isRelaxed)
        readStore(&reader)
        delivery = DeliveryPolicy(&reader)
        rulesPath = reader.path(.rulesPath) ?? rulesPath
        reloadsRules = reader.flag(.rulesReload, default: reloadsRules)
        log = LogOptions(&reader)
    }

    private static func appID(_ reader: inout ConfigurationReader, isRelaxed: Bool) -> String {
        let text = reader.required(.appID, meaning: LocalizedText("应用 id，16 位数字", "the application's id"))
        let isUsual = text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if !text.isEmpty, !isUsual, !isRelaxed {
            reader.report(
                .appID,
                message: LocalizedText("alipay.app_id 应为 16 位数字", "alipay.app_id must be 16 digits"),
                help: LocalizedText(
                    "从控制台的应用详情复制 APPID（不是 PID 或用户 id）",
                    "Copy the APPID from the application's page in the console (not a PID or a user's id)"
                )
            )
        }
        return text
    }

    private mutating func readAlipay(_ reader: inout ConfigurationReader) {
        alipay.signType = reader.choice(.signType, among: ["RSA2": .rsa2, "RSA": .rsa], default: .rsa2)
        alipay.allowsWeakKey = reader.flag(.allowWeakKey)
        alipay.encryptsEvents = reader.choice(.eventEncryption, among: ["none": false, "rsa": true], default: false)
        alipay.freshness.maximumAge = reader.duration(.maxEventAge, default: alipay.freshness.maximumAge)
        if let server = reader.text(.serverURL) { readServer(server, to: &reader) }
    }

    /// Accepts and cuts off `/gateway.do`, with which the addresses of all SDKs end; this API has its own paths.
    private mutating func readServer(_ text: String, to reader: inout ConfigurationReader) {
        guard let url = URLComponents(string: text), BotConfiguration.isProtected(url) else {
            return reader.report(
                .serverURL,
                message: LocalizedText(
                    "alipay.server_url 应以 https:// 开头",
                    "alipay.server_url must begin with https://"
                ),
                help: LocalizedText(
                    "例如 https://openapi.alipay.com；http:// 只用于本机的模拟器",
                    "Such as https://openapi.alipay.com; http:// is for a simulator on this machine only"
                )
            )
        }
        guard ["", "/", "/gateway.do"].contains(url.percentEncodedPath), url.query == nil, url.fragment == nil else {
            return reader.report(
                .serverURL,
                message: LocalizedText(
                    "alipay.server_url 里不能有路径或参数",
                    "alipay.server_url cannot have a path or a query"
                ),
                help: LocalizedText(
                    "只写到主机名，例如 https://openapi.alipay.com",
                    "End it with the host, such as https://openapi.alipay.com"
                )
            )
        }
        if url.percentEncodedPath == "/gateway.do" {
            reader.warn(
                .serverURL,
                message: LocalizedText(
                    "alipay.server_url 里的 /gateway.do 是旧网关的路径，已忽略：请删掉",
                    "/gateway.do in alipay.server_url is the old gateway's path and is ignored: remove it"
                )
            )
        }
        alipay.serverURL = String(text.prefix(text.utf8.count - url.percentEncodedPath.utf8.count))
    }

    /// Whether nobody on the way can read or change a request: TLS, or this machine (RELIABILITY T21).
    private static func isProtected(_ url: URLComponents) -> Bool {
        guard let host = url.host, !host.isEmpty, url.user == nil, url.password == nil else { return false }
        return switch url.scheme {
        case "https": true
        case "http": ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        default: false
        }
    }

    private mutating func readListeners(_ reader: inout ConfigurationReader, isRelaxed: Bool) {
        let ports = (isRelaxed ? 0 : 1)...65_535
        http.host = BotConfiguration.host(.httpHost, from: &reader) ?? http.host
        http.port = reader.number(.httpPort, in: ports, default: http.port)
        console.host = BotConfiguration.host(.consoleHost, from: &reader) ?? console.host
        console.port = reader.number(.consolePort, in: ports, default: console.port)
        connections = reader.number(.httpMaxConnections, in: 16...65_535, default: connections)
        limitsByAddress = reader.flag(.httpLimitByAddress, default: limitsByAddress)
        if http.port == console.port, http.port != 0 {
            let message = LocalizedText(
                "http.port 和 console.port 都是 \(http.port)",
                "http.port and console.port are both \(http.port)"
            )
            let isGateway = reader.text(.httpPort) != nil
            reader.report(
                isGateway ? .httpPort : .consolePort,
                message: message,
                help: LocalizedText("改掉其中一个", "Change one of them"),
                code: "CF007"
            )
        }
        guard let path = reader.text(.httpPath) else { return }
        self.path = path
        if path.wholeMatch(of: /(\/[A-Za-z0-9._~-]+)+/) == nil {
            reader.report(
                .httpPath,
                message: LocalizedText("http.path 应是以 / 开头的路径", "http.path must be a path that begins with /"),
                help: LocalizedText(
                    "例如 /gateway；只用字母、数字和 . _ ~ -",
                    "Such as /gateway, of letters, digits and . _ ~ -"
                )
            )
        }
    }

    /// Reads an address or a name; binding finds all other mistakes.
    private static func host(_ setting: Setting, from reader: inout ConfigurationReader) -> String? {
        guard let host = reader.text(setting) else { return nil }
        if host.wholeMatch(of: /[A-Za-z0-9.-]+|([0-9A-Fa-f]*:){2,}[0-9A-Fa-f.]*(%[A-Za-z0-9]+)?/) == nil {
            reader.report(
                setting,
                message: LocalizedText(
                    "\(setting.rawValue) 应是一个地址或主机名",
                    "\(setting.rawValue) must be an address or a host's name"
                ),
                help: LocalizedText("例如 127.0.0.1；端口另写", "Such as 127.0.0.1; the port has a setting of its own")
            )
        }
        return host
    }

    private mutating func readStore(_ reader: inout ConfigurationReader) {
        retention = reader.duration(.storeRetention, default: retention)
        if retention < 2 * 86_400 {
            reader.report(
                .storeRetention,
                message: LocalizedText("store.retention 至少 2d", "store.retention must be at least 2d"),
                help: LocalizedText(
                    "更短会把支付宝的重投当成新事件",
                    "With less, a repeated delivery would count as new"
                )
            )
        }
        guard let url = reader.text(.storeURL) else { return }
        let file = url.dropFirst("sqlite:".count)
        // `sqlite://x` is a host in one tool and a file in another; `:memory:` would lose acknowledged events.
        guard url.hasPrefix("sqlite:"), !file.isEmpty, !file.hasPrefix("//"), !file.hasPrefix(":"),
            !file.hasPrefix("file:")
        else {
            return reader.report(
                .storeURL,
                message: LocalizedText("store.url 应为 sqlite:文件名", "store.url must be sqlite:FILE"),
                help: LocalizedText(
                    "例如 sqlite:replybot.db 或 sqlite:/var/lib/replybot/replybot.db，冒号后面没有 //",
                    "Such as sqlite:replybot.db or sqlite:/var/lib/replybot/replybot.db, without // behind the colon"
                )
            )
        }
        storePath = reader.resolved(String(file), of: .storeURL)
        storeOrigin = reader.storeOrigin
    }
}

/// The accepted difference between the times of an event and of its delivery (`alipay.max_event_age`, RELIABILITY T4).
package struct EventFreshness: Sendable {
    /// The largest age in seconds; 0 accepts every event.
    var maximumAge = 600
    /// The largest lead in seconds of an event from the future.
    var maximumLead = 300

    /// Whether an event is too old, or too far in the future, for an answer.
    func isStale(created: Date, received: Date) -> Bool {
        guard maximumAge > 0 else { return false }
        let age = received.timeIntervalSince(created)
        return age > Double(maximumAge) || -age > Double(maximumLead)
    }
}

extension DeliveryPolicy {
    /// Reads `delivery.*`.
    init(_ reader: inout ConfigurationReader) {
        self.init()
        let perSecond = reader.number(.deliveryRate, in: 1...10_000, default: Int(rate.perSecond))
        rate = RatePolicy(perSecond: Double(perSecond), burst: perSecond)
        concurrency = reader.number(.deliveryConcurrency, in: 1...256, default: concurrency)
        schedule.tries = reader.number(.deliveryAttempts, in: 1...20, default: schedule.tries)
        replyLifetime = reader.duration(.deliveryReplyLifetime, default: replyLifetime)
        onAmbiguous = reader.choice(
            .deliveryOnAmbiguous,
            among: ["resend-once": .resendOnce, "drop": .drop],
            default: onAmbiguous
        )
    }
}
