import AlipayClient
import AlipaySimulator
import Foundation
import Logging
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// End to end with certificates in place of keys (PROTOCOL 2.5).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct CertificateModeTests {
    private static func file(_ name: String) -> String {
        Repository.vectors.appending(path: "certs/\(name)").path
    }

    private static func environment(_ changes: [String: String] = [:]) throws -> [String: String] {
        let keys = try InboundVectorTests.keys(.rsa2)
        let settings = [
            "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_APP_CERT_FILE": file("appCertPublicKey_2021000000000001.crt"),
            "ALIPAY_CERT_FILES": file("alipayCertPublicKey.crt"),
            "ALIPAY_ROOT_CERT_FILE": file("alipayRootCert.crt"),
        ]
        return settings.merging(changes) { $1 }
    }

    /// A time at which the good certificates of the vectors are valid.
    private static let now = Date(timeIntervalSince1970: 1_795_500_000)

    @Test func `a signed event is answered, and the handshake without a key`() async throws {
        var options = TestWorld.Options()
        options.keys = Result { try InboundVectorTests.keys(.rsa2) }
        options.identity = try ConfigurationSource(environment: try Self.environment()).load(now: Self.now)
            .identity
        options.certificateSerial = "e61e7acfbecc27698e985d15d4101cd5"
        try await TestWorld.run(options) { world in
            #expect(try await world.deliver(.gatewayCheck) == .gatewayVerified(publicKey: nil))
            try await world.deliver(.say("我要退款"))
            #expect(try await world.received(1).count == 1)
        }
    }

    @Test func `an answer of a certificate that we do not have is not believed, and not repeated`() async throws {
        var options = TestWorld.Options()
        options.keys = Result { try InboundVectorTests.keys(.rsa2) }
        options.identity = try ConfigurationSource(environment: try Self.environment()).load(now: Self.now)
            .identity
        options.certificateSerial = "aa4709ecccdc0e12889e10375a249c74"
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("查一下退款进度"), id: "2")
            #expect(try await world.received(2).count == 2)
            #expect(world.logs.lines.contains { $0.contains("reply given up") && $0.contains("unknown-certificate") })
        }
    }

    @Test func `an expired certificate beside a valid one is left out, with a warning`() async throws {
        let files = "\(Self.file("alipayCertPublicKey_expired.crt")),\(Self.file("alipayCertPublicKey.crt"))"
        let loaded = try ConfigurationSource(environment: try Self.environment(["ALIPAY_CERT_FILES": files]))
            .load(now: Self.now)
        #expect(loaded.identity.credentials.mode.alipayKeys.count == 1)
        #expect(loaded.warnings.count == 1)
        #expect(loaded.warnings.first?.english.contains("1c3b68832f673178fbeb8f00579036ba") == true)
        #expect(loaded.warnings.first?.english.contains("is left out") == true)
    }

    @Test(arguments: [31.0, 29, 0.5])
    func `a certificate is warned of in its last thirty days, our own too`(days: Double) async throws {
        let source = ConfigurationSource(environment: try Self.environment())
        let terms = try source.load(now: Self.now).identity.terms
        #expect(Set(terms.map(\.role)) == Set(CertificateTerm.Role.allCases))
        let ours = try #require(terms.first { $0.role == .application })
        let end = try #require(terms.first?.validity.upperBound)
        let date = end.addingTimeInterval(-days * 86_400)
        let loaded = try source.load(now: date)
        let ending = terms.filter { $0.validity.upperBound < date.addingTimeInterval(30 * 86_400) }
        #expect(loaded.warnings.count == ending.count)
        #expect(ending.isEmpty == (days > 30))
        #expect(ours.warning(at: ours.validity.upperBound.addingTimeInterval(-86_400)) != nil)
        #expect(ours.warning(at: ours.validity.upperBound.addingTimeInterval(86_400)) != nil)
        #expect(ours.warning(at: Self.now) == nil)
    }

    @Test func `a running bot tells every day of certificates that end`() async throws {
        let identity = try ConfigurationSource(environment: try Self.environment()).load(now: Self.now).identity
        let end = try #require(identity.terms.first?.validity.upperBound)
        let clock = ManualClock(end.addingTimeInterval(-30.5 * 86_400))
        let logs = LogCollection()
        let watch = CertificateWatch(keys: CurrentKeys(identity), clock: clock, logger: logs.logger(level: .info))
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try? await watch.run() }
            for told in [0, 1, 2] {
                try await clock.untilSomebodySleeps(atMost: 86_400)
                #expect(logs.lines.filter { $0.hasPrefix("warning") }.count >= told)
                #expect(logs.lines.isEmpty == (told == 0))
                clock.advance(by: 86_400)
            }
        }
    }

    @Test(arguments: [
        ("ALIPAY_CERT_FILES", "alipayCertPublicKey_expired.crt", "is not valid now"),
        ("ALIPAY_CERT_FILES", "forged_alipay.crt", "does not lead to"),
        ("ALIPAY_CERT_FILES", "appCertPublicKey_2021000000000001.crt", "the application's own certificate"),
        ("ALIPAY_ROOT_CERT_FILE", "root_sm2.crt", "no certificate signed with RSA"),
        ("ALIPAY_APP_CERT_FILE", "alipayCertPublicKey.crt", "does not belong to the private key"),
    ])
    func `certificates that do not fit are refused by name`(key: String, name: String, sentence: String) throws {
        let environment = try Self.environment([key: Self.file(name)])
        let failure = #expect(throws: CommandFailure.self) {
            _ = try ConfigurationSource(environment: environment).load(now: Self.now)
        }
        #expect(failure?.sentences.contains { $0.english.contains(sentence) } == true, "\(String(describing: failure))")
    }
}
