import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// Which variables are settings, which are refused, which are warned of, and which pass.
@Suite(.timeLimit(.minutes(5)), .watched)
struct EnvironmentSettingsTests {
    /// Names that stop the bot, and the names that they mean.
    static let refused: [(name: String, meant: String?)] = [
        ("HTTP_PROT", "HTTP_PORT"), ("ALIPAY_APPID", "ALIPAY_APP_ID"), ("STORE_RETENTON", "STORE_RETENTION"),
        ("HTTP_PORTS", "HTTP_PORT"), ("http_port", "HTTP_PORT"), ("DELIVERY_REPLY_LIFETIEM", "DELIVERY_REPLY_LIFETIME"),
        ("ALIPAY_PRIVAT_KEY", "ALIPAY_PRIVATE_KEY"), ("LOG_LEVLE", "LOG_LEVEL"),
        ("REPLYBOT_HTTP_PROT", "REPLYBOT_HTTP_PORT"), ("REPLYBOT_APP_ID", "REPLYBOT_ALIPAY_APP_ID"),
        ("REPLYBOT_PORT", "REPLYBOT_HTTP_PORT"), ("REPLYBOT_LANGUAGE", "REPLYBOT_LANG"), ("REPLYBOT_FROBNICATE", nil),
        ("replybot_http_port", "REPLYBOT_HTTP_PORT"), ("REPLYBOT_LOG", "REPLYBOT_LOG_LEVEL"),
    ]

    @Test(arguments: refused)
    func `a slip is refused with the name that was meant`(name: String, meant: String?) {
        let settings = EnvironmentSettings([name: "canary"])
        #expect(settings.problems.count == 1 && settings.warnings == [])
        #expect(settings.problems.first?.english.contains("environment variable \(name) is no setting") == true)
        #expect(settings.problems.first?.chinese.contains("环境变量 \(name) 不是任何设置") == true)
        #expect(settings.problems.allSatisfy { !$0.english.contains("canary") && !$0.chinese.contains("canary") })
        guard let meant else { return }
        #expect(settings.problems.first?.english.contains("Did you mean \(meant)?") == true)
    }

    @Test(arguments: [
        "ALIPAY_SECRET", "ALIPAY_GATEWAY", "HTTP_MAX", "LOG_LEVEL_ROOT", "ALIPY_APP_ID", "RULE_PATH", "STROE_URL",
    ])
    func `a look-alike is warned of`(name: String) {
        let settings = EnvironmentSettings([name: "canary"])
        #expect(settings.problems == [] && settings.warnings.count == 1)
        #expect(settings.warnings.first?.english.contains(name) == true)
        #expect(settings.warnings.first?.english.contains("canary") == false)
    }

    /// Variables of other programs: proxies, web servers, Kubernetes' descriptions of services that happen to have our names.
    static let foreign: [(name: String, value: String)] = [
        ("HTTP_PROXY", "http://p:3128"), ("http_proxy", "http://p:3128"), ("HTTPS_PROXY", "x"), ("HTTPS_PORT", "443"),
        ("HTTPS_HOST", "x"), ("HTTP_USER_AGENT", "x"), ("HTTP_COOKIE", "x"), ("HTTP_REFERER", "x"), ("HTTP_AUTH", "x"),
        ("SMTP_PORT", "25"), ("SMTP_HOST", "x"), ("FTP_PORT", "21"), ("LOG_DIR", "x"), ("LOG_FILE", "x"),
        ("STORE_PORT", "tcp://10.0.0.1:80"), ("STORE_SERVICE_HOST", "10.0.0.1"), ("STORE_SERVICE_PORT", "80"),
        ("STORE_SERVICE_PORT_HTTP", "80"), ("STORE_PORT_80_TCP", "tcp://10.0.0.1:80"), ("STORE_PORT_80_TCP_ADDR", "x"),
        ("REPLYBOT_PORT", "tcp://10.0.0.1:80"), ("REPLYBOT_SERVICE_HOST", "10.0.0.1"), ("PATH", "/bin"),
        ("REPLYBOT_PORT_8080_TCP_PROTO", "tcp"), ("REPLYBOT_LANG", "en"), ("PATH_INFO", "x"), ("DATABASE_URL", "x"),
    ]

    @Test(arguments: foreign)
    func `variables of others pass`(name: String, value: String) {
        let settings = EnvironmentSettings([name: value])
        #expect(settings.problems.map(\.english) == [] && settings.warnings.map(\.english) == [])
        #expect(settings.values.isEmpty)
    }

    @Test(arguments: Setting.allCases)
    func `each setting has two names, and ours wins`(setting: Setting) {
        let (ours, short) = (setting.environmentName, setting.shortEnvironmentName)
        #expect(EnvironmentSettings([short: "a"]).values[setting]?.texts == ["a"])
        #expect(EnvironmentSettings([ours: "b"]).values[setting]?.texts == ["b"])
        let both = EnvironmentSettings([short: "a", ours: "b"])
        #expect(both.values[setting]?.texts == ["b"] && both.problems == [] && both.warnings == [])
        #expect(EnvironmentSettings([short: "a", ours: ""]).values[setting]?.texts == ["a"])
    }

    @Test func `a list is separated by commas`() {
        let settings = EnvironmentSettings(["REPLYBOT_ALIPAY_CERT_FILES": "/a.crt, /b.crt,"])
        #expect(settings.values[.certFiles]?.texts == ["/a.crt", "/b.crt"])
    }
}
