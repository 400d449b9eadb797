import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Dispatch
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import TestSupport
import Testing

@testable import ReplyBot

/// How the bot stops: not ready first, then what is under way, and nothing without a limit (RELIABILITY 3.8).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct StopTests {
    /// A connection with a request whose body does not end.
    private static func hangingRequest(to gateway: String) async throws -> any Channel {
        let port = try #require(URL(string: gateway)?.port)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        let head = "POST /gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\na"
        try await channel.writeAndFlush(ByteBuffer(string: head))
        return channel
    }

    private static func readiness(_ world: TestWorld) async throws -> (status: Int, text: String) {
        let response = try await world.client.execute(
            HTTPClientRequest(url: world.console + "/readyz"),
            timeout: .minutes(5)
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
            let release = DispatchSemaphore(value: 0)
            async let blocked: Void = signing.run { release.wait() }
            async let verdict = world.deliver(.say("我要退款"))
            await OverloadTests.until { world.gate.counts.working == 1 }
            await world.stop()
            await OverloadTests.until { world.logs.lines.contains { $0.hasPrefix("notice stopping") } }
            let (status, text) = try await Self.readiness(world)
            #expect(status == 503)
            #expect(text.hasPrefix("stopping\n"))
            release.signal()
            try await blocked
            // What was begun before the stop is acknowledged.
            #expect(try await verdict == .acknowledged(userID: TestWorld.user))
        }
    }

    @Test func `a second SIGTERM ends the process at once`() async throws {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try CrashTests.environment(folder, apiPort: port)
                let (bot, courier) = try await CrashTests.serve(environment, platform, client)
                let channel = try await Self.hangingRequest(to: courier.gateway)
                // By the time that others were served, the bot has begun to read the one that hangs.
                for index in 0..<5 {
                    let event = SimulatedEvent(
                        .say("喂"),
                        userID: TestWorld.user,
                        created: Date(),
                        messageID: "\(index)"
                    )
                    _ = try await courier.deliver(event)
                }
                bot.beginToTerminate()
                _ = try await bot.line(containing: "stopping")
                #expect(await bot.terminate() == 128 + SIGTERM)
                try? await channel.close()
            }
        }
    }
}
