internal import AlipayClient
internal import BotCore
internal import Foundation

/// Every setting of the bot, read and checked, but for the keys (DESIGN 4).
struct BotConfiguration: Sendable {
    /// Who we are to Alipay, and how old an event may be.
    struct Alipay: Sendable {
        /// `alipay.app_id` (string, required).
        var appID: String
        /// `alipay.sign_type` (RSA2 | RSA, default RSA2).
        var signType = SignType.rsa2
        /// `alipay.allow_weak_key` (bool, default false): lets RSA keys under 2048 bits pass.
        var allowsWeakKey = false
        /// `alipay.event_encryption` (none | rsa, default none): whether the platform encrypts events (PROTOCOL 1.8).
        var encryptsEvents = false
        /// `alipay.max_event_age` (duration, default 10m; 0 turns it off).
        var freshness = EventFreshness()
        /// `alipay.server_url` (string, default https://openapi.alipay.com).
        var serverURL = "https://openapi.alipay.com"
    }

    /// Where a listener listens.
    struct Listener: Sendable {
        var host = "127.0.0.1"
        var port: Int
    }

    /// Who we are to Alipay.
    var alipay: Alipay
    /// `http.host` (string, default 127.0.0.1), `http.port` (int, default 8080).
    var http = Listener(port: 8_080)
    /// `http.path` (string, default /gateway).
    var path = "/gateway"
    /// `http.max_connections` (int, default 4096): connections of the gateway at once.
    var connections = 4_096
    /// `http.limit_by_address` (bool, default true): limits what one address may do.
    var limitsByAddress = true
    /// `console.host` (string, default 127.0.0.1), `console.port` (int, default 8081).
    var console = Listener(port: 8_081)
    /// `rules.path` (string, default rules).
    var rulesPath = "rules"
    /// `rules.reload` (bool, default true): reads the rules again when their files change.
    var reloadsRules = true
    /// `store.url` (string, default sqlite:replybot.db), without its scheme.
    var storePath = "replybot.db"
    /// `store.retention` (duration, default 30d), in seconds.
    var retention = 30 * 86_400
    /// `log.level` (default info), `log.format` (text | json, default text).
    var log = LogOptions()
    /// `delivery.*`.
    var delivery = DeliveryPolicy()
}
