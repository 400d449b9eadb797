import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Keys that change on either side while events come in and replies go out (RELIABILITY F22).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct KeyRotationTests {
    /// A time at which the old and the next certificate of the vectors are valid.
    private static let now = Date(timeIntervalSince1970: 1_795_500_000)
    private static let (serial, nextSerial) = ("e61e7acfbecc27698e985d15d4101cd5", "aa4709ecccdc0e12889e10375a249c74")

    /// The clock stands still, so the rate must allow all messages at once.
    private static let unlimited: @Sendable (inout BotConfiguration) -> Void = { $0.delivery.rate.burst = 10_000 }

    private static func identity(_ certificates: String...) async throws -> AlipayIdentity {
        let folder = Repository.vectors.appending(path: "certs").path
        let keys = try InboundVectorTests.keys(.rsa2)
        let settings = [
            "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_APP_CERT_FILE": "\(folder)/appCertPublicKey_2021000000000001.crt",
            "ALIPAY_CERT_FILES": certificates.map { "\(folder)/\($0).crt" }.joined(separator: ","),
            "ALIPAY_ROOT_CERT_FILE": "\(folder)/alipayRootCert.crt",
        ]
        return try ConfigurationSource(environment: settings).load(now: now).identity
    }

    /// Delivers messages of fifty followers, ten at a time.
    private static func deliverFifty(_ world: TestWorld, with keys: SimulationKeys, as name: String) async throws {
        let courier = try SimulatedCourier.patient(
            client: world.client,
            gateway: world.gateway,
            keys: keys,
            platform: world.platform
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<10 {
                group.addTask {
                    for number in 0..<5 {
                        let user = "208800000000\(name)\(10 + lane)\(number)"
                        let event = world.event(.say("我要退款"), id: user, user: user)
                        let verdict = try await courier.deliver(event)
                        #expect(verdict == .acknowledged(userID: user))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `Alipay's key changes under load, and nothing is refused or sent twice`() async throws {
        let old = try InboundVectorTests.keys(.rsa2)
        let next = SimulationKeys(
            application: old.application,
            platform: try InboundVectorTests.key("alipay_platform_next.pkcs8"),
            stranger: old.stranger
        )
        let (before, after) = try await (
            Self.identity("alipayCertPublicKey"), Self.identity("alipayCertPublicKey_next")
        )
        let both = try await Self.identity("alipayCertPublicKey", "alipayCertPublicKey_next")
        var options = TestWorld.Options()
        options.keys = Result { old }
        options.identity = before
        options.certificateSerial = Self.serial
        options.configure = Self.unlimited
        try await TestWorld.run(options) { world in
            try await Self.deliverFifty(world, with: old, as: "1")
            // An attempt uses the keys with which it started.
            try await world.logs.wait(for: "reply sent", count: 50)
            world.keys.replace(with: both)
            // Events are still signed by the old key while answers are by the next one.
            async let still: Void = Self.deliverFifty(world, with: old, as: "2")
            await world.platform.change { ($0.platformKey, $0.certificateSerial) = (next.platform, Self.nextSerial) }
            try await Self.deliverFifty(world, with: next, as: "3")
            try await still
            try await world.logs.wait(for: "reply sent", count: 150)
            world.keys.replace(with: after)
            try await Self.deliverFifty(world, with: next, as: "4")
            try await world.platform.waitForDelivered(200)
            #expect(await world.platform.sends.count == 200)
            #expect(world.logs.lines.filter { $0.contains("failed") || $0.contains("refused") } == [])
        }
    }

    @Test func `our own key changes under load, and replies wait until both sides have it`() async throws {
        let old = try TestWorld.keys.get()
        let next = SimulationKeys(application: old.stranger, platform: old.platform, stranger: old.application)
        var options = TestWorld.Options()
        options.configure = Self.unlimited
        try await TestWorld.run(options) { world in
            try await Self.deliverFifty(world, with: old, as: "1")
            try await world.platform.waitForDelivered(50)
            let uploaded = try next.application.verifyingKey()
            await world.platform.change { $0.applicationKey = uploaded }
            // Each ack is checked with the key that signed it: Alipay accepts both while a key is being changed.
            try await Self.deliverFifty(world, with: old, as: "2")
            try await world.logs.wait(for: "critical sending is stopped")
            world.keys.replace(with: try next.botIdentity())
            try await world.logs.wait(for: "sending goes on")
            try await world.platform.waitForDelivered(100)
            #expect(await world.platform.delivered.count == 100)
            #expect(try await world.store.counts().dead == 0)
        }
    }
}
