import AlipaySimulator
import AsyncHTTPClient
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The real binary with a full disk, and with another program in its database.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct StoreFaultTests {
    private static func event(_ number: Int) -> SimulatedEvent {
        SimulatedEvent(
            .say("我要退款"),
            userID: "2088\(100_000_000_000 + number)",
            created: Date(),
            messageID: "m\(number)"
        )
    }

    private static let handshake = SimulatedEvent(.gatewayCheck, userID: "", created: Date(), messageID: "")

    @Test func `while another program writes events get 503 and the handshake an answer, and after it all is well`()
        async throws
    {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let (bot, courier) = try await CrashTests.serve(
                    try CrashTests.environment(folder, apiPort: port),
                    platform,
                    client
                )
                let foreign = try await ForeignProcess(holding: folder.appending(path: "bot.db").path)
                #expect(try await courier.deliver(Self.event(1)) == .refused(status: 503))
                #expect(try await Self.isVerified(courier))
                _ = try await bot.line(containing: "events cannot be stored")
                try await foreign.end()
                _ = try await bot.line(containing: "events are stored again")
                let event = Self.event(1)
                #expect(try await courier.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                try await platform.waitForDelivered(1)
                #expect(await bot.terminate() == 0)
            }
        }
    }

    @Test func `a damaged database keeps the bot from starting until it is told to begin a new one`() async throws {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try CrashTests.environment(folder, apiPort: port)
                let path = folder.appending(path: "bot.db")
                try Data(String(repeating: "not a database ", count: 1_000).utf8).write(to: path)
                let refused = try await BotProcess.run(["serve", "--lang", "en"], environment: environment)
                #expect(refused.status == 2)
                #expect(refused.errors.contains("replybot serve --recover"))
                let (bot, courier) = try await CrashTests.serve(environment, platform, client, ["--recover"])
                let event = Self.event(1)
                #expect(try await courier.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                #expect(await bot.terminate() == 0)
                let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(names.contains { $0.hasPrefix("bot.db.damaged-") })
            }
        }
    }

    private static func isVerified(_ courier: SimulatedCourier) async throws -> Bool {
        guard case .gatewayVerified = try await courier.deliver(handshake) else { return false }
        return true
    }
}

/// A disk of its own, of 48 MiB, of which the ballast takes 16; only root can make one.
@Suite(
    .enabled(if: getuid() == 0, "only root can mount a small disk"),
    .serialized,
    .timeLimit(.minutes(5)),
    .watched,
    .wholeBot
)
struct FullDiskTests {
    @Test func `a full disk loses nothing, and when there is room again the bot needs no restart`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.run("/usr/bin/mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder.path)
            // It only has to be gone at some time.
            defer { _ = try? ChildProcess(ChildProcess.Command("/usr/bin/umount", ["-l", folder.path])) }
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try CrashTests.environment(folder, apiPort: port)
                let (bot, courier) = try await CrashTests.serve(environment, platform, client)
                let filling = [folder.appending(path: "filling"), folder.appending(path: "more")]
                let ballast = folder.appending(path: "bot.db.ballast")
                #expect(FileManager.default.fileExists(atPath: ballast.path))
                var kept: Set<String> = []
                let first = Self.event(1)
                #expect(try await courier.deliverUntilKept(first) == .acknowledged(userID: first.userID))
                kept.insert(first.userID)
                try Self.fill(filling[0])
                // The log of the database has some space left, until it must grow.
                var number = 2
                while FileManager.default.fileExists(atPath: ballast.path) {
                    if let user = try await Self.acknowledged(number, courier) { kept.insert(user) }
                    number += 1
                    try Task.checkCancellation()
                }
                _ = try await bot.line(containing: "events cannot be stored")
                // The ballast's space is for finishing work under way; here something else takes it.
                try Self.fill(filling[1])
                #expect(try await Self.acknowledged(number, courier) == nil)
                guard
                    case .gatewayVerified = try await courier.deliver(
                        SimulatedEvent(.gatewayCheck, userID: "", created: Date(), messageID: "")
                    )
                else {
                    Issue.record("the handshake must be answered")
                    return
                }
                for file in filling { try FileManager.default.removeItem(at: file) }
                try await until { FileManager.default.fileExists(atPath: ballast.path) }
                _ = try await bot.line(containing: "events are stored again")
                let last = Self.event(number + 1)
                #expect(try await courier.deliverUntilKept(last) == .acknowledged(userID: last.userID))
                kept.insert(last.userID)
                let users = kept
                try await platform.wait { users.isSubset(of: $0.map(\.userID)) }
                #expect(await bot.terminate() == 0)
                let journal = try ReplyStore.openReadOnly(path: folder.appending(path: "bot.db").path)
                let stored = Set(try await journal.events(limit: 100_000).map(\.entry.userID))
                #expect(users.isSubset(of: stored))
            }
        }
    }

    private static func event(_ number: Int) -> SimulatedEvent {
        SimulatedEvent(
            .say("我要退款"),
            userID: "2088\(100_000_000_000 + number)",
            created: Date(),
            messageID: "m\(number)"
        )
    }

    /// The follower of an event that was acknowledged; nil when it got 503.
    private static func acknowledged(_ number: Int, _ courier: SimulatedCourier) async throws -> String? {
        let event = event(number)
        let verdict = try await courier.deliver(event)
        if verdict == .refused(status: 503) { return nil }
        #expect(verdict == .acknowledged(userID: event.userID))
        return event.userID
    }

    /// Writes until the disk is full.
    private static func fill(_ file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        for size in [1 << 16, 1 << 12] {
            while (try? handle.write(contentsOf: Data(count: size))) != nil {}
        }
    }

    private static func run(_ command: String, _ arguments: String...) async throws {
        let (exits, announce) = AsyncStream.makeStream(of: Int32.self)
        _ = try ChildProcess(ChildProcess.Command(command, arguments)) { announce.yield($0) }
        try #require(await exits.first { _ in true } == 0)
    }
}
