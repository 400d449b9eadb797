internal import AlipayClient
internal import AlipaySimulator
internal import Foundation

/// Throw-away keys of a simulation: one plays the application, one Alipay, one a stranger.
struct SimulationKeys: Sendable {
    /// The application's id in simulations.
    static let appID = "2021000000000001"

    let application: SigningKey
    let platform: SigningKey
    let stranger: SigningKey

    /// Makes new keys.
    static func generate() throws -> SimulationKeys {
        SimulationKeys(
            application: try .generate(),
            platform: try .generate(),
            stranger: try .generate()
        )
    }

    /// The bot's side.
    func botIdentity() throws -> AlipayIdentity {
        let credentials = OpenAPICredentials(
            appID: SimulationKeys.appID,
            signingKey: application,
            mode: .key(try platform.verifyingKey())
        )
        return try AlipayIdentity(credentials: credentials, signType: .rsa2, handshakeForm: .withPublicKey)
    }

    /// Alipay's side.
    func simulatedPlatform(now: @escaping @Sendable () -> Date) throws -> SimulatedPlatform {
        SimulatedPlatform(
            SimulatedPlatform.Identity(
                appID: SimulationKeys.appID,
                applicationKey: try application.verifyingKey(),
                platformKey: platform,
                otherKey: stranger
            ),
            now: now
        )
    }

    /// Alipay's side towards the gateway.
    var sender: SimulatedSender {
        SimulatedSender(appID: SimulationKeys.appID, platformKey: platform, otherKey: stranger)
    }
}
