import AlipayClient
import AlipaySimulator
import Foundation
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The real binary reloads its keys at SIGHUP, and drops nothing.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct HangUpTests {
    private static let reloaded = "keys and certificates were read again"

    /// The environment of a bot whose keys are in files.
    private static func environment(_ folder: URL, apiPort: Int) throws -> [String: String] {
        let keys = try TestWorld.keys.get()
        try write(try keys.application.exportedPEM(), to: folder.appending(path: "own.pem"))
        try write(try keys.platform.publicKeyBase64(), to: folder.appending(path: "alipay.txt"))
        var environment = try CrashTests.environment(folder, apiPort: apiPort)
        environment["ALIPAY_PRIVATE_KEY"] = nil
        environment["ALIPAY_PUBLIC_KEY"] = nil
        environment["ALIPAY_PRIVATE_KEY_FILE"] = folder.appending(path: "own.pem").path
        environment["ALIPAY_PUBLIC_KEY_FILE"] = folder.appending(path: "alipay.txt").path
        return environment
    }

    /// Replaces a file atomically, as operators should.
    private static func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    private static func event(_ number: Int) -> SimulatedEvent {
        SimulatedEvent(
            .say("我要退款"),
            userID: "\(2_088_000_000_000_000 + number)",
            created: Date(),
            messageID: "h\(number)"
        )
    }

    @Test func `reloads under load fail no request`() async throws {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try Self.environment(folder, apiPort: port)
                let (bot, courier) = try await CrashTests.serve(environment, platform, client)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<4 {
                        group.addTask {
                            for number in 0..<50 {
                                let event = Self.event(lane * 50 + number)
                                let verdict = try await courier.deliverUntilKept(event)
                                #expect(verdict == .acknowledged(userID: event.userID))
                            }
                        }
                    }
                    for _ in 0..<20 {
                        bot.hangUp()
                        _ = try await bot.line(containing: Self.reloaded)
                    }
                    try await group.waitForAll()
                }
                try await platform.waitForDelivered(200)
                #expect(await bot.terminate() == 0)
                #expect(await platform.delivered.count == 200)
            }
        }
    }

    @Test func `other keys are in use after a reload, and broken ones never`() async throws {
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try Self.environment(folder, apiPort: port)
                let (bot, courier) = try await CrashTests.serve(environment, platform, client)
                let keys = try TestWorld.keys.get()
                let file = folder.appending(path: "alipay.txt")
                for broken in ["", "AAAA", try keys.application.publicKeyBase64()] {
                    try Self.write(broken, to: file)
                    bot.hangUp()
                    _ = try await bot.line(containing: "the old keys stay in use")
                    let event = Self.event(1)
                    #expect(try await courier.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                }
                try Self.write(try keys.stranger.publicKeyBase64(), to: file)
                bot.hangUp()
                _ = try await bot.line(containing: Self.reloaded)
                #expect(try await courier.deliver(Self.event(2)) == .refused(status: 400))
                let swapped = SimulationKeys(
                    application: keys.application,
                    platform: keys.stranger,
                    stranger: keys.platform
                )
                let other = try SimulatedCourier.patient(
                    client: client,
                    gateway: courier.gateway,
                    keys: swapped,
                    platform: platform
                )
                let event = Self.event(3)
                #expect(try await other.deliverUntilKept(event) == .acknowledged(userID: event.userID))
                #expect(await bot.terminate() == 0)
            }
        }
    }
}
