import AlipayClient
import BotCore
import Foundation
import NIOCore
import NIOPosix
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Settings that cannot work are refused before anything listens, in a sentence that names the setting.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ConfigurationTests {
    private static func settings(_ changes: [String: String?] = [:]) throws -> [String: String] {
        let keys = try TestWorld.keys.get()
        var settings = [
            "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_PUBLIC_KEY": try keys.platform.publicKeyBase64(),
        ]
        for (name, value) in changes { settings[name] = value }
        return settings
    }

    private static func load(_ environment: [String: String]) async throws -> (BotConfiguration, AlipayIdentity) {
        let loaded = try ConfigurationSource(environment: environment).load(now: TestWorld.start)
        return (loaded.configuration, loaded.identity)
    }

    @Test func `the environment alone is enough`() async throws {
        let (configuration, _) = try await Self.load(
            try Self.settings(["HTTP_PORT": "9000", "STORE_URL": "sqlite:/x.db"])
        )
        #expect(configuration.alipay.appID == SimulationKeys.appID)
        #expect(configuration.http.port == 9_000)
        #expect(configuration.storePath == "/x.db")
        #expect(configuration.alipay.freshness.maximumAge == 600)
        #expect(configuration.delivery.replyLifetime == 300)
    }

    /// A setting, its wrong value, and what the sentence must contain.
    static let wrong: [(name: String, value: String?, sentence: String)] = [
        ("ALIPAY_APP_ID", nil, "alipay.app_id"),
        ("ALIPAY_PRIVATE_KEY", nil, "alipay.private_key_file"),
        ("ALIPAY_PRIVATE_KEY", "garbage!", "base64"),
        ("ALIPAY_PRIVATE_KEY", "AAAA", "neither a key"),
        ("ALIPAY_PUBLIC_KEY", nil, "alipay.public_key_file"),
        ("ALIPAY_PUBLIC_KEY_FILE", "/nowhere.pem", "at most one"),
        ("ALIPAY_ENCRYPT_KEY", "AAAA", "alipay.encrypt_key"),
        ("ALIPAY_SIGN_TYPE", "MD5", "RSA2 | RSA"),
        ("ALIPAY_MAX_EVENT_AGE", "soon", "alipay.max_event_age"),
        ("ALIPAY_APP_ID", "202100000000000", "16 digits"),
        ("ALIPAY_APP_ID", "20210000000000１1", "16 digits"),
        ("ALIPAY_SERVER_URL", "ftp://x", "alipay.server_url"),
        ("ALIPAY_SERVER_URL", "https://openapi.alipay.com/v3", "cannot have a path"),
        ("ALIPAY_SERVER_URL", "https://openapi.alipay.com/gateway.do/", "cannot have a path"),
        ("ALIPAY_SERVER_URL", "https://openapi.alipay.com/gateway.do?a=b", "cannot have a path"),
        ("ALIPAY_SERVER_URL", "https://openapi.alipay.com#x", "cannot have a path"),
        ("ALIPAY_SERVER_URL", "http://openapi.alipay.com", "alipay.server_url"),
        ("ALIPAY_SERVER_URL", "http://127.0.0.1.evil.example", "alipay.server_url"),
        ("ALIPAY_SERVER_URL", "http://localhost@evil.example", "alipay.server_url"),
        ("ALIPAY_SERVER_URL", "https://", "alipay.server_url"),
        ("ALIPAY_APP_CERT_FILE", "/nowhere.crt", "/nowhere.crt"),
        ("HTTP_PORT", "70000", "http.port"),
        ("HTTP_PORT", "0", "from 1 to 65535"),
        ("HTTP_HOST", "127.0.0.1:80", "http.host"),
        ("HTTP_PATH", "/a?b", "http.path"),
        ("HTTP_PATH", "/a/:id", "http.path"),
        ("HTTP_PORT", "8081", "are both 8081"),
        ("HTTP_PATH", "gateway", "http.path"),
        ("STORE_URL", "mysql:x", "store.url"),
        ("STORE_URL", "sqlite:", "store.url"),
        ("STORE_URL", "sqlite://x.db", "without //"),
        ("STORE_URL", "sqlite:///x.db", "without //"),
        ("STORE_URL", "sqlite::memory:", "store.url"),
        ("ALIPAY_CERT_FILES", "/a.crt", "certificate mode"),
        ("LOG_LEVEL", "loud", "log.level"),
        ("TESTING_RELAXED", "yes", "false | true"),
        ("STORE_RETENTION", "1h", "store.retention"),
        ("DELIVERY_ON_AMBIGUOUS", "maybe", "resend-once | drop"),
    ]

    @Test(arguments: wrong)
    func `a wrong setting is refused by name`(name: String, value: String?, sentence: String) async throws {
        let environment = try Self.settings([name: value])
        let failure = await #expect(throws: CommandFailure.self) { _ = try await Self.load(environment) }
        #expect(failure?.sentences.contains { $0.english.contains(sentence) } == true, "\(String(describing: failure))")
    }

    @Test func `the flag before the environment, the environment before the file, our name before the short one`()
        throws
    {
        try withFile("http: {port: 1001, path: /file}\nconsole: {port: 2001}\n") { path in
            let environment = [
                "HTTP_PORT": "1002", "CONSOLE_PORT": "2002", "REPLYBOT_CONSOLE_PORT": "2003",
                "STORE_URL": "sqlite:x.db",
            ]
            let source = ConfigurationSource(path: path, flags: [.httpPort: "1003"], environment: environment)
            let configuration = try source.loadWithoutKeys()
            #expect(configuration.http.port == 1_003 && configuration.console.port == 2_003)
            #expect(configuration.path == "/file" && configuration.storePath == "x.db")
        }
    }

    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "replybot-\(UUID().uuidString).yaml")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file.path)
    }

    @Test(arguments: [
        ("https://openapi.alipay.com/gateway.do", "https://openapi.alipay.com", 1),
        ("https://openapi.alipay.com/", "https://openapi.alipay.com", 0),
        ("https://openapi-sandbox.dl.alipaydev.com", "https://openapi-sandbox.dl.alipaydev.com", 0),
        ("http://127.0.0.1:8090/gateway.do", "http://127.0.0.1:8090", 1), ("http://[::1]:8090", "http://[::1]:8090", 0),
    ])
    func `the address that SDKs ask for works, with a warning`(text: String, server: String, warnings: Int) async throws
    {
        let environment = try Self.settings(["ALIPAY_SERVER_URL": text])
        let loaded = try ConfigurationSource(environment: environment).load(now: TestWorld.start)
        #expect(loaded.configuration.alipay.serverURL == server)
        #expect(loaded.warnings.count { $0.english.contains("/gateway.do") } == warnings)
    }

    @Test func `a setting for tests must be asked for, and causes a warning`() async throws {
        let changes = [
            "ALIPAY_APP_ID": "app", "HTTP_PORT": "0", "CONSOLE_PORT": "0", "REPLYBOT_TESTING_RELAXED": "true",
        ]
        let source = ConfigurationSource(environment: try Self.settings(changes))
        let loaded = try source.load(now: TestWorld.start)
        #expect(loaded.configuration.http.port == 0 && loaded.configuration.alipay.appID == "app")
        #expect(loaded.warnings.contains { $0.english.contains("testing.relaxed is on") })
    }

    @Test func `all wrong settings are named at once`() async throws {
        let environment = try Self.settings(["HTTP_PORT": "x", "STORE_URL": "y", "ALIPAY_APP_ID": nil])
        let failure = await #expect(throws: CommandFailure.self) { _ = try await Self.load(environment) }
        #expect(failure?.sentences.count == 3)
    }

    @Test func `our own public key in Alipay's slot is refused, and keys in the wrong slots are named`() async throws {
        let keys = try TestWorld.keys.get()
        let own = try Self.settings(["ALIPAY_PUBLIC_KEY": try keys.application.publicKeyBase64()])
        let swapped = try Self.settings(["ALIPAY_PRIVATE_KEY": try keys.platform.publicKeyBase64()])
        let exposed = try Self.settings(["ALIPAY_PUBLIC_KEY": try keys.application.exportedPEM()])
        for (environment, sentence) in [(own, "own public key"), (swapped, "public key"), (exposed, "private key")] {
            let failure = await #expect(throws: CommandFailure.self) { _ = try await Self.load(environment) }
            #expect(failure?.sentences.first?.english.contains(sentence) == true)
            #expect(failure?.description.contains("MII") == false)
        }
    }

    @Test func `a port in use is named with its setting`() async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        let failure = await #expect(throws: CommandFailure.self) {
            try await PortCheck.check(BotConfiguration.Listener(port: port), setting: "http.port")
        }
        #expect(failure?.sentences.first?.english.contains("127.0.0.1:\(port) (http.port)") == true)
        try await channel.close()
    }

    @Test(arguments: [
        (["x", "--lang", "en"], [:], OperatorLanguage.english), (["x", "--lang=en"], [:], .english),
        (["x"], ["REPLYBOT_LANG": "en"], .english), (["x", "--lang", "zh"], ["REPLYBOT_LANG": "en"], .chinese),
        (["x", "--lang"], [:], .chinese), (["x"], ["REPLYBOT_LANG": "fr"], .chinese), ([], [:], .chinese),
    ])
    func `the language is the flag's, else the environment's, else Chinese`(
        arguments: [String],
        environment: [String: String],
        expected: OperatorLanguage
    ) {
        #expect(OperatorLanguage.chosen(arguments: arguments, environment: environment) == expected)
    }
}
