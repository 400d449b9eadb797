import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation

@testable import ReplyBot
@testable import ReplyBotCommand

/// Followers who write to a bot until it is gone.
///
/// Each wave has new followers, so that no limit per follower is reached; each writes one message after the other.
struct Traffic {
    /// A sent event.
    struct Sent: Sendable {
        let number: Int
        let event: SimulatedEvent
        var isAcknowledged: Bool
    }

    private static let followers = 4
    private static let sayings = 3

    let world: CrashWorld
    /// The number of the next event.
    private(set) var next = 1

    init(_ world: CrashWorld) {
        self.world = world
    }

    /// Sends waves until the bot does not answer any more, at most `waves`.
    mutating func run(against gateway: String, waves: Int) async throws -> [Sent] {
        var sent: [Sent] = []
        for _ in 0..<waves {
            let wave = try await wave(against: gateway)
            sent += wave
            guard wave.allSatisfy(\.isAcknowledged) else { break }
        }
        return sent
    }

    private mutating func wave(against gateway: String) async throws -> [Sent] {
        let first = next
        next += Self.followers * Self.sayings
        return try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration()) { [world] client in
            let courier = try SimulatedCourier(
                client: client,
                gateway: gateway,
                keys: world.keys,
                platform: world.platform
            )
            return await withTaskGroup(of: [Sent].self) { group in
                for follower in 0..<Self.followers {
                    group.addTask { await Self.talk(from: first + follower * Self.sayings, to: courier) }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
        }
    }

    private static func talk(from first: Int, to courier: SimulatedCourier) async -> [Sent] {
        var sent: [Sent] = []
        for number in first..<(first + sayings) {
            let event = SimulatedEvent(
                .say("问\(number)"),
                userID: "\(2_088_000_000_000_000 + first)",
                created: Date(),
                messageID: "k\(number)"
            )
            let isAcknowledged = await send(event, to: courier)
            sent.append(Sent(number: number, event: event, isAcknowledged: isAcknowledged))
            guard isAcknowledged else { break }
        }
        return sent
    }

    private static func send(_ event: SimulatedEvent, to courier: SimulatedCourier) async -> Bool {
        (try? await courier.deliver(event)) == .acknowledged(userID: event.userID)
    }

    /// Redelivers events, as Alipay does.
    func redeliver(_ events: [Sent], to gateway: String) async throws -> [Sent] {
        try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration()) { [world] client in
            let courier = try SimulatedCourier(
                client: client,
                gateway: gateway,
                keys: world.keys,
                platform: world.platform
            )
            var redelivered: [Sent] = []
            for event in events {
                let isAcknowledged = await Self.send(event.event, to: courier)
                redelivered.append(Sent(number: event.number, event: event.event, isAcknowledged: isAcknowledged))
            }
            return redelivered
        }
    }
}

extension DeliveryOracle {
    /// Notes the events of followers.
    mutating func note(_ sent: [Traffic.Sent]) {
        for event in sent {
            let name = "\(event.number)"
            note(name, from: event.event.userID, replies: CrashWorld.replies(to: event.number))
            if event.isAcknowledged { noteAcknowledgement(of: name) }
        }
    }
}
