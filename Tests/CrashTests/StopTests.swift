import AlipaySimulator
import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// The real binary, stopped by SIGTERM under traffic, finishes what is under way and repeats nothing.
///
/// `make crash` stops it `CRASH_STOPS` times.
@Suite(.serialized, .timeLimit(.minutes(60)), .watched, .wholeBot)
struct StopTests {
    private static let waves = 60

    @Test func `stops lose nothing, repeat nothing, and end within 20 seconds`() async throws {
        let seed = UInt64(Asked.number("CRASH_SEED", default: Int.random(in: 0...999_999)))
        let stops = Asked.number("CRASH_STOPS", default: 5)
        try await CrashWorld.run { world in
            var random = SeededGenerator(seed: seed)
            var traffic = Traffic(world)
            var oracle = DeliveryOracle(timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
            var slowest = Duration.zero
            for stop in 0..<stops {
                let label: Comment = "stop \(stop), CRASH_SEED=\(seed)"
                let delay = Duration.microseconds(Int.random(in: 0...400_000, using: &random))
                let bot = try await world.start()
                let gateway = try #require(bot.gateway, label)
                async let ended = Self.stop(bot.process, after: delay)
                oracle.note(try await traffic.run(against: gateway, waves: Self.waves))
                let (status, time) = await ended
                // A stop that takes longer than 20 seconds ends itself with another status (RELIABILITY 3.8).
                #expect(status == 0, label)
                slowest = max(slowest, time)
                let snapshot = try world.snapshot()
                #expect(snapshot.unrecorded.isEmpty, label)
                #expect(snapshot.dead.isEmpty, label)
            }
            try await Self.drain(world, oracle.owed)
            let findings = oracle.findings(in: await world.platform.sends)
            #expect(findings == OracleFindings(), "CRASH_SEED=\(seed)")
            print("\(stops) stops, CRASH_SEED=\(seed): \(oracle.acknowledged) events acknowledged, slowest \(slowest)")
        }
    }

    /// Stops the process after a random delay; nothing depends on the moment.
    private static func stop(_ process: BotProcess, after delay: Duration) async -> (status: Int32?, time: Duration) {
        try? await Task.sleep(for: delay)
        let start = ContinuousClock.now
        return (await process.terminate(), ContinuousClock.now - start)
    }

    /// Starts once more, to send the replies that the last stop left.
    private static func drain(_ world: CrashWorld, _ owed: Set<String>) async throws {
        let bot = try await world.start()
        #expect(try await world.missing(of: owed).isEmpty)
        #expect(await bot.process.terminate() == 0)
    }
}
