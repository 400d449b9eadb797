import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation
import NIOCore
import ReplyStore
import RuleEngine
import ServiceLifecycle
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The real binary against the simulator, killed and started again.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct CrashTests {
    /// A simulator in this process, for a bot in another one.
    static func withSimulator<Value: Sendable>(
        _ body: @escaping @Sendable (SimulatedPlatform, Int, HTTPClient) async throws -> Value
    ) async throws -> Value {
        let platform = try TestWorld.keys.get().simulatedPlatform(now: { Date() })
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let simulator = SimulatedServer(platform) { announce.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                defer { announce.finish() }
                try await simulator.run()
            }
            let port = try #require(await ports.first { _ in true })
            let configuration = HTTPTransport.configuration(limits: .patient)
            return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                try await body(platform, port, client)
            }
        }
    }

    static func environment(_ folder: URL, apiPort: Int) throws -> [String: String] {
        let keys = try TestWorld.keys.get()
        return [
            "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_PUBLIC_KEY": try keys.platform.publicKeyBase64(),
            "ALIPAY_SERVER_URL": "http://127.0.0.1:\(apiPort)",
            "HTTP_PORT": "0", "CONSOLE_PORT": "0",
            "RULES_PATH": Repository.root.appending(path: "rules").path,
            "STORE_URL": "sqlite:\(folder.appending(path: "bot.db").path)",
        ]
    }

    /// Starts `serve` and returns it with the address of its gateway.
    static func serve(
        _ environment: [String: String],
        _ platform: SimulatedPlatform,
        _ client: HTTPClient,
        _ options: [String] = [],
        under command: [String] = []
    ) async throws -> (bot: BotProcess, courier: SimulatedCourier) {
        let bot = try BotProcess(["serve"] + options, environment: environment, under: command)
        let line = try await bot.line(containing: "listening")
        let gateway = try #require(line.split(separator: " ").first { $0.hasPrefix("gateway=") }?.dropFirst(8))
        let courier = try SimulatedCourier.patient(
            client: client,
            gateway: "http://\(gateway)",
            keys: try TestWorld.keys.get(),
            platform: platform
        )
        return (bot, courier)
    }

    private static func event(_ number: Int) -> SimulatedEvent {
        SimulatedEvent(
            .say("我要退款"),
            userID: "20880000000000\(10 + number)",
            created: Date(),
            messageID: "m\(number)"
        )
    }

    @Test func `a kill right after the ack loses no reply and sends it once`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.withSimulator { platform, port, client in
                let environment = try Self.environment(folder, apiPort: port)
                // Nothing listens on port 1: no call of the first process can reach the platform.
                let cutOff = try Self.environment(folder, apiPort: 1)
                let (first, courier) = try await Self.serve(cutOff, platform, client)
                let event = Self.event(1)
                #expect(try await courier.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                await first.kill()
                let (second, again) = try await Self.serve(environment, platform, client)
                try await platform.waitForDelivered(1)
                // A repeated delivery after the crash is still known.
                #expect(try await again.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                #expect(await second.terminate() == 0)
                let delivered = await platform.delivered.map(\.userID)
                #expect(delivered == [event.userID])
            }
        }
    }

    @Test func `kills at whatever moment lose no acknowledged event, and repeat a reply once at most`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.withSimulator { platform, port, client in
                let environment = try Self.environment(folder, apiPort: port)
                for round in 0..<10 {
                    let (first, courier) = try await Self.serve(environment, platform, client)
                    // Three events at once, and a kill as soon as the first of them is acknowledged.
                    let events = (0..<3).map { Self.event(round * 3 + $0) }
                    let acknowledged = try await courier.deliverUntilKept(events[0])
                    #expect(acknowledged == .acknowledged(userID: events[0].userID))
                    async let others: [AnswerVerdict?] = [
                        try? courier.deliver(events[1]), try? courier.deliver(events[2]),
                    ]
                    await first.kill()
                    let kept = zip(events, [acknowledged] + (await others))
                        .filter {
                            $1 == .acknowledged(userID: $0.userID)
                        }
                    let users = Set(kept.map(\.0.userID))
                    let (second, _) = try await Self.serve(environment, platform, client)
                    try await platform.wait { users.isSubset(of: $0.filter { $0.refusal == nil }.map(\.userID)) }
                    #expect(await second.terminate() == 0)
                    // A second time only after a kill between the API's acceptance and our record of it.
                    let sends = await platform.delivered
                    for event in events {
                        #expect(sends.count { $0.userID == event.userID } <= 2)
                    }
                }
            }
        }
    }

    @Test func `SIGTERM finishes what is under way and leaves the rest in the store`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.withSimulator { platform, port, client in
                let environment = try Self.environment(folder, apiPort: port)
                await platform.inject(Array(repeating: .html(status: 503), count: 1_000))
                let (first, courier) = try await Self.serve(environment, platform, client)
                for number in 0..<5 {
                    _ = try await courier.deliverUntilKept(Self.event(number))
                }
                #expect(await first.terminate() == 0)
                await platform.repair()
                let (second, _) = try await Self.serve(environment, platform, client)
                try await platform.waitForDelivered(5)
                #expect(await second.terminate() == 0)
                #expect(await platform.delivered.count == 5)
            }
        }
    }

    @Test func `a client that never finishes its body does not hold up a stop for long`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.withSimulator { platform, port, client in
                let (bot, courier) = try await Self.serve(
                    try Self.environment(folder, apiPort: port),
                    platform,
                    client
                )
                try await RawConnection.run(to: courier.gateway) { channel in
                    try await channel.writeAndFlush(RawConnection.head(bodySize: 5_000))
                    #expect(await bot.terminate() == 0)
                }
            }
        }
    }

    @Test func `a second bot on the same database is refused with the reason`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.withSimulator { platform, port, client in
                let environment = try Self.environment(folder, apiPort: port)
                let (first, _) = try await Self.serve(environment, platform, client)
                let second = try await BotProcess.run(["serve", "--lang", "en"], environment: environment)
                #expect(second.status == 2)
                #expect(second.errors.contains("in use by another replybot process"))
                #expect(await first.terminate() == 0)
            }
        }
    }
}
