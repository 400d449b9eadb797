import AlipayClient
import AlipaySimulator
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// The whole way with certificates in place of keys (PROTOCOL 2.5).
@Suite(.timeLimit(.minutes(20)))
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

    /// A moment at which the good certificates of the vectors hold.
    private static let now = Date(timeIntervalSince1970: 1_795_500_000)

    @Test func `a signed event is answered, and the handshake without a key`() async throws {
        var options = TestWorld.Options()
        options.keys = Result { try InboundVectorTests.keys(.rsa2) }
        options.identity = try await ConfigurationSource(environment: try Self.environment()).load(now: Self.now)
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
        options.identity = try await ConfigurationSource(environment: try Self.environment()).load(now: Self.now)
            .identity
        options.certificateSerial = "aa4709ecccdc0e12889e10375a249c74"
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("我要退款"), id: "1")
            try await world.deliver(.say("查一下退款进度"), id: "2")
            #expect(try await world.received(2).count == 2)
            #expect(world.logs.lines.contains { $0.contains("reply given up") && $0.contains("unknown-certificate") })
        }
    }

    @Test(arguments: [
        ("ALIPAY_CERT_FILES", "alipayCertPublicKey_expired.crt", "is not valid now"),
        ("ALIPAY_CERT_FILES", "forged_alipay.crt", "does not lead to"),
        ("ALIPAY_CERT_FILES", "appCertPublicKey_2021000000000001.crt", "the application's own certificate"),
        ("ALIPAY_ROOT_CERT_FILE", "root_sm2.crt", "no certificate signed with RSA"),
        ("ALIPAY_APP_CERT_FILE", "alipayCertPublicKey.crt", "does not belong to the private key"),
    ])
    func `certificates that do not fit are refused by name`(key: String, name: String, sentence: String) async throws {
        let environment = try Self.environment([key: Self.file(name)])
        let failure = await #expect(throws: CommandFailure.self) {
            _ = try await ConfigurationSource(environment: environment).load(now: Self.now)
        }
        #expect(failure?.sentences.contains { $0.english.contains(sentence) } == true, "\(String(describing: failure))")
    }
}
