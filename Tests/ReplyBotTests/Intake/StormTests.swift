import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Repeated deliveries, at once and out of order: one row, one reply, good acks for all (RELIABILITY T4, F17).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct StormTests {
    /// A client with a connection for each concurrent request.
    private static func withClient<Value: Sendable>(
        connections: Int,
        _ body: @escaping @Sendable (HTTPClient) async throws -> Value
    ) async throws -> Value {
        var limits = HTTPTransport.Limits.patient
        limits.connections = connections
        let configuration = HTTPTransport.configuration(limits: limits)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { try await body($0) }
    }

    /// The counts of verdicts after delivering all events over 200 connections.
    private static func deliver(_ events: [SimulatedEvent], to world: TestWorld) async throws -> [AnswerVerdict: Int] {
        let keys = try TestWorld.keys.get()
        return try await withClient(connections: 200) { client in
            let courier = try SimulatedCourier.patient(
                client: client,
                gateway: world.gateway,
                keys: keys,
                platform: world.platform
            )
            return try await withThrowingTaskGroup(of: AnswerVerdict.self) { group in
                for event in events {
                    group.addTask { try await courier.deliver(event) }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
        }
    }

    @Test func `one event that comes a thousand times at once is one row, one reply and a thousand good acks`()
        async throws
    {
        try await TestWorld.run { world in
            let event = world.event(.say("我要退款"))
            let verdicts = try await Self.deliver(Array(repeating: event, count: 1_000), to: world)
            #expect(verdicts == [.acknowledged(userID: TestWorld.user): 1_000])
            #expect(try await world.store.events(limit: 10).count == 1)
            // The reply to a later event is the second one, so there was no other between.
            try await world.deliver(.say("查快递"), id: "later")
            let received = try await world.received(2)
            #expect(received.count == 2)
            #expect(received.first?.text.hasPrefix("退款一般") == true)
            #expect(world.limiter.counts.working == 0)
        }
    }

    @Test func `a hundred events, three times each in any order, are a hundred rows and replies`() async throws {
        try await TestWorld.run { world in
            let users = (0..<100).map { "\(2_088_000_000_000_000 + $0)" }
            let events = users.enumerated().map { world.event(.say("我要退款"), id: "\($0.offset)", user: $0.element) }
            var random = SeededGenerator(seed: 17)
            let verdicts = try await Self.deliver((events + events + events).shuffled(using: &random), to: world)
            #expect(verdicts == Dictionary(uniqueKeysWithValues: users.map { (.acknowledged(userID: $0), 3) }))
            #expect(try await world.store.events(limit: 1_000).count == 100)
            let received = try await world.received(100)
            #expect(received.map(\.userID).sorted() == users)
        }
    }
}
