import AlipaySimulator
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot

/// The answers of `/readyz`.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct ReadinessTests {
    private static func readiness(_ world: TestWorld) async throws -> (status: UInt, lines: [Substring]) {
        let response = try await world.client.execute(
            HTTPClientRequest(url: world.console + "/readyz"),
            timeout: .hours(1)
        )
        let text = String(buffer: try await response.body.collect(upTo: 4_096))
        return (response.status.code, text.split(separator: "\n"))
    }

    @Test func `a store that cannot be written is not ready, and is again without a restart`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "bot.db").path
            var options = TestWorld.Options()
            options.store = try ReplyStore(path: path, options: .unhurried)
            try await TestWorld.run(options) { world in
                let before = try await Self.readiness(world)
                #expect(before.status == 200 && before.lines.first == "ready")
                let foreign = try await ForeignProcess(holding: path)
                #expect(try await world.deliver(.say("我要退款")) != .acknowledged(userID: TestWorld.user))
                let meanwhile = try await Self.readiness(world)
                #expect(meanwhile.status == 503 && meanwhile.lines.first == "the store cannot be written")
                // A probe that failed before the lock was released is repeated after a pause.
                try await world.clock.untilSomebodySleeps(atMost: StoreWatch.period)
                try await foreign.end()
                world.clock.advance(by: StoreWatch.period)
                try await world.logs.wait(for: "events are stored again")
                #expect(try await Self.readiness(world).status == 200)
                #expect(try await world.deliver(.say("我要退款")) == .acknowledged(userID: TestWorld.user))
            }
        }
    }

    @Test func `other rules on disk are told, and the bot is ready all the same`() async throws {
        var options = TestWorld.Options()
        let current = CurrentRules(try TestRules.shop.get(), checksum: "1", loaded: TestWorld.start)
        options.currentRules = current
        try await TestWorld.run(options) { world in
            #expect(try await Self.readiness(world).lines.last?.hasSuffix("as on disk") == true)
            current.noteDifferent(at: TestWorld.start)
            let other = try await Self.readiness(world)
            #expect(other.status == 200)
            #expect(other.lines.last?.contains("other rules on disk since 2026-02-10T02:00:00Z") == true)
        }
    }
}
