import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation
import LoadSupport
import NIOCore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The allocations and system calls of the real binary for a message, which do not depend on the speed of a machine.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct MessageCostTests {
    /// Slightly above the present of a debug build; a change that lowers the costs lowers these.
    private static let most = (allocations: 2_800, calls: 120, flushes: 4)
    /// How often threads wait and wake each other depends on the machine.
    private static let waiting: Set = ["futex", "epoll_wait", "timerfd_settime"]

    private static let warmUp = 6
    private static let messages = 24

    @Test func `an answered message makes no more allocations, system calls and flushes than before`() async throws {
        if let complaint = Strace.complaint() {
            Issue.record("\(complaint)")
            return
        }
        try await CrashWorld.run(rules: Self.rules) { world in
            let counters = BotCounters(in: world.folder)
            let process = try world.launch(under: counters.command)
            let gateway = try #require(await world.gateway(of: process))
            let readings = try await Self.readings(of: counters, world, gateway)
            let costs = try zip(readings, readings.dropFirst()).map { try counters.counts(from: $0, to: $1) }
            // Timers and retries of a slow machine add to some messages; what the code costs is in all of them.
            let allocations = Self.quartile(costs.map(\.allocations))
            let calls = Self.quartile(costs.map { Self.work($0) })
            let flushes = Self.quartile(costs.map { ($0.calls["fdatasync"] ?? 0) + ($0.calls["fsync"] ?? 0) })
            print("a message: \(allocations) allocations, \(calls) system calls, \(flushes) flushes")
            #expect(allocations > 0 && allocations <= Self.most.allocations)
            #expect(calls > 0 && calls <= Self.most.calls, "\(Self.names(costs))")
            #expect(flushes > 0 && flushes <= Self.most.flushes)
            await process.kill()
        }
    }

    private static let rules = """
        version: 1
        rules:
          - {id: 退款, match: [退款], reply: 退款一般 1-3 个工作日原路退回。}
        """

    /// A reading after each of the messages, which come one after the other, each from its own follower.
    private static func readings(
        of counters: BotCounters,
        _ world: CrashWorld,
        _ gateway: String
    ) async throws -> [BotCounters.Reading] {
        try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration()) { client in
            var courier = try SimulatedCourier(
                client: client,
                gateway: gateway,
                keys: world.keys,
                platform: world.platform
            )
            courier.patience = .minutes(4)
            var readings: [BotCounters.Reading] = []
            for number in 1...(warmUp + messages) {
                let event = SimulatedEvent(
                    .say("我要退款,订单\(number)"),
                    userID: "\(2_088_000_000_000_000 + number)",
                    created: Date(),
                    messageID: "c\(number)"
                )
                // On a busy machine the store may need too long for the answer.
                while try await courier.deliver(event) == .refused(status: 503) { try Task.checkCancellation() }
                try await world.platform.waitForDelivered(number)
                if number >= warmUp { readings.append(try counters.reading()) }
            }
            return readings
        }
    }

    private static func work(_ cost: BotCounters.Counts) -> Int {
        cost.calls.reduce(0) { waiting.contains($1.key) ? $0 : $0 + $1.value }
    }

    private static func quartile(_ numbers: [Int]) -> Int { numbers.sorted()[numbers.count / 4] }

    /// The mean number of each system call.
    private static func names(_ costs: [BotCounters.Counts]) -> String {
        let sums = costs.reduce(into: [:]) { $0.merge($1.calls, uniquingKeysWith: +) }
        return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(Double($0.value * 10 / costs.count) / 10)" }.joined(separator: ", ")
    }
}
