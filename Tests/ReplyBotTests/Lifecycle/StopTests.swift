import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The order of a stop: first not ready, then work under way, all with limits (RELIABILITY 3.8).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct StopTests {
    private static func readiness(_ world: TestWorld) async throws -> (status: Int, text: String) {
        let response = try await world.client.execute(
            HTTPClientRequest(url: world.console + "/readyz"),
            timeout: .hours(1)
        )
        let body = try await response.body.collect(upTo: 1_024)
        return (Int(response.status.code), String(buffer: body))
    }

    @Test func `while the gateway finishes what it has begun, the bot says that it is stopping`() async throws {
        var options = TestWorld.Options()
        options.signing = SigningExecutor(threads: 1)
        let signing = options.signing
        try await TestWorld.run(options) { world in
            #expect(try await Self.readiness(world).status == 200)
            let held = await HeldThread { try await signing.run($0) }
            async let verdict = world.deliver(.say("我要退款"))
            try await until { world.limiter.counts.working == 1 }
            await world.stop()
            try await until { world.logs.lines.contains { $0.hasPrefix("notice stopping") } }
            let (status, text) = try await Self.readiness(world)
            #expect(status == 503)
            #expect(text.hasPrefix("stopping\n"))
            try await held.release()
            // Requests from before the stop are acknowledged.
            #expect(try await verdict == .acknowledged(userID: TestWorld.user))
        }
    }

    @Test func `a second SIGTERM ends the process at once`() async throws {
        let silent = try #require(GatewayScript.all.first { $0.description == "silent, not taken" })
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try CrashTests.environment(folder, apiPort: port)
                let (bot, courier) = try await CrashTests.serve(environment, platform, client)
                await platform.failAlways(silent)
                let event = SimulatedEvent(.say("我要退款"), userID: TestWorld.user, created: Date(), messageID: "1")
                #expect(try await courier.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                // The deliverer waits for its answer, for up to twelve seconds of a stop.
                try await platform.waitForCalls(1)
                bot.beginToTerminate()
                _ = try await bot.line(containing: "stopping")
                #expect(await bot.terminate() == 128 + SIGTERM)
            }
        }
    }
}
