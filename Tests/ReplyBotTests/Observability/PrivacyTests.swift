import AlipayClient
import AlipaySimulator
import Foundation
import Logging
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Secrets and personal data that logs never contain (DESIGN 8, promise 6; RELIABILITY T17).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct PrivacyTests {
    private static let aesKey = "aYA0GP8JEW+D7/UFaskCWA=="
    private static let token = "202400BBtokencanary5527"
    private static let secretText = "我要退款 canary-7391"

    /// The settings of a bot with every kind of secret.
    private static func environment(inCertificateMode: Bool) throws -> [String: String] {
        let keys = try InboundVectorTests.keys(.rsa2)
        var environment = [
            "ALIPAY_APP_ID": SimulationKeys.appID, "ALIPAY_ENCRYPT_KEY": aesKey, "ALIPAY_APP_AUTH_TOKEN": token,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
        ]
        guard inCertificateMode else {
            environment["ALIPAY_PUBLIC_KEY"] = try keys.platform.publicKeyBase64()
            return environment
        }
        let folder = Repository.vectors.appending(path: "certs")
        environment["ALIPAY_APP_CERT_FILE"] = folder.appending(path: "appCertPublicKey_2021000000000001.crt").path
        environment["ALIPAY_CERT_FILES"] = folder.appending(path: "alipayCertPublicKey.crt").path
        environment["ALIPAY_ROOT_CERT_FILE"] = folder.appending(path: "alipayRootCert.crt").path
        return environment
    }

    private static func options(inCertificateMode: Bool, level: Logger.Level) async throws -> TestWorld.Options {
        // The certificates of the vectors are valid at this time.
        let now = Date(timeIntervalSince1970: 1_795_500_000)
        let source = ConfigurationSource(environment: try environment(inCertificateMode: inCertificateMode))
        var options = TestWorld.Options()
        options.logLevel = level
        options.keys = Result { try InboundVectorTests.keys(.rsa2) }
        options.identity = try source.load(now: now).identity
        options.cipher = try ContentCipher(base64: aesKey)
        if inCertificateMode { options.certificateSerial = "e61e7acfbecc27698e985d15d4101cd5" }
        return options
    }

    /// All kinds of traffic: handshake, messages, repetitions, forgeries, failures, refusals, replies.
    private static func live(in world: TestWorld) async throws -> [String] {
        await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
        try await world.deliver(.gatewayCheck)
        try await world.deliver(.gatewayCheck, forgery: .wrongKey)
        try await world.deliver(.say(secretText), id: "canary-id-1")
        try await world.deliver(.say(secretText), id: "canary-id-1")
        try await world.deliver(.say(secretText), id: "canary-id-2", forgery: .wrongKey)
        try await world.deliver(.say(secretText), id: "canary-id-3", forgery: .addedParameter)
        try await world.deliver(.click(menu: "canary-7391"))
        try await world.deliver(.image(mediaID: "canary-7391"))
        try await world.deliver(.enter(scene: "canary-7391"))
        _ = try await world.post(
            Array("biz_content=canary-7391&sign=canary-7391&charset=canary".utf8),
            query: "canary=1"
        )
        try await world.logs.wait(for: "will be tried again")
        try await world.clock.untilSomebodySleeps(atMost: 15)
        world.clock.advance(by: 15)
        try await world.platform.waitForDelivered(1)
        return world.logs.lines
    }

    @Test(arguments: [Logger.Level.info, .debug, .trace], [false, true])
    func `no key and no token reaches a log at any level`(_ level: Logger.Level, _ inCertificateMode: Bool) async throws
    {
        let options = try await Self.options(inCertificateMode: inCertificateMode, level: level)
        let lines = try await TestWorld.run(options) { try await Self.live(in: $0) }
        #expect(lines.count > 8)
        for secret in try Self.secrets() {
            #expect(lines.first { $0.contains(secret) } == nil, "\(secret)")
        }
    }

    @Test(arguments: [false, true])
    func `no text, name or full id reaches a log at info or above`(_ inCertificateMode: Bool) async throws {
        let options = try await Self.options(inCertificateMode: inCertificateMode, level: .info)
        let lines = try await TestWorld.run(options) { try await Self.live(in: $0) }
        #expect(lines.count > 8)
        for secret in ["canary", "退款一般", "小明", TestWorld.user, String(TestWorld.user.dropFirst(4).dropLast(4))] {
            #expect(lines.first { $0.contains(secret) } == nil, "\(secret)")
        }
    }

    @Test func `the real process says nothing secret at the lowest level either`() async throws {
        try await withTemporaryFolder { folder in
            var environment = try Self.environment(inCertificateMode: false)
            environment.merge([
                "LOG_LEVEL": "trace", "HTTP_PORT": "0", "CONSOLE_PORT": "0",
                "STORE_URL": "sqlite:\(folder.appending(path: "bot.db").path)",
            ]) { $1 }
            let process = try BotProcess(["serve"], environment: environment)
            var lines = try await process.lines(upTo: "listening")
            process.hangUp()
            lines += try await process.lines(upTo: "keys and certificates were read again")
            process.beginToTerminate()
            lines += try await process.lines(upTo: "stopped")
            #expect(lines.count > 4)
            for secret in try Self.secrets() {
                #expect(lines.first { $0.contains(secret) } == nil)
            }
        }
    }

    @Test func `a holder of the environment does not describe it`() {
        struct Holder { let source: ConfigurationSource }
        let source = ConfigurationSource(environment: ["ALIPAY_ENCRYPT_KEY": "canary"])
        var dumped = ""
        dump(Holder(source: source), to: &dumped)
        for text in ["\(source)", "\(Holder(source: source))", String(reflecting: Holder(source: source)), dumped] {
            #expect(!text.contains("canary"))
        }
    }

    @Test func `the real process says nothing secret, not even when its settings are wrong`() async throws {
        let keys = try InboundVectorTests.keys(.rsa2)
        let changes = [
            "ALIPAY_PUBLIC_KEY": try keys.application.publicKeyBase64(), "ALIPAY_ENCRYPT_KEY": "canary-\(Self.aesKey)",
            "ALIPAY_PRIVATE_KEY": "canary-" + (try keys.application.exportedPEM().dropLast(200)),
        ]
        for (name, value) in changes {
            var environment = try Self.environment(inCertificateMode: false)
            environment[name] = value
            let outcome = try await BotProcess.run(["serve", "--port", "0"], environment: environment)
            #expect(outcome.status != 0, "\(name)")
            for secret in try Self.secrets() + ["canary"] {
                #expect(!(outcome.output + outcome.errors).contains(secret), "\(name): \(secret)")
            }
        }
    }

    /// Pieces of the secrets, in the forms in which a leak would show them.
    private static func secrets() throws -> [String] {
        let key = try InboundVectorTests.keys(.rsa2).application
        let lines = try key.exportedPEM().split(separator: "\n").dropFirst().dropLast().map(String.init)
        let bytes = [UInt8](try #require(Data(base64Encoded: aesKey)))
        return [
            aesKey, token, bytes.map { "\($0)" }.joined(separator: ", "),
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
        ] + lines
    }

    @Test(arguments: [
        ("2088102122458832", "2088****8832"), ("short", "****"), ("", "****"),
        ("20880037081313300931049260316403", "2088****6403"),
    ])
    func `a user id is shown masked`(userID: String, masked: String) {
        #expect("\(MaskedUserID(userID))" == masked)
    }
}
