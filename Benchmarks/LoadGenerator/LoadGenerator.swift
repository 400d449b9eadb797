internal import AlipayClient
internal import AlipaySimulator
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import NIOPosix

/// Many clients on one bot: paced, then as fast as they can, with slow ones beside them (Benchmarks/README.md).
@main
enum LoadGenerator {
    static let appID = "2021000000000001"

    static func main() async {
        do {
            let options = try LoadOptions(Array(CommandLine.arguments.dropFirst()))
            let isGood = try await run(options)
            exit(isGood ? 0 : 1)
        } catch {
            print("load: \(error)")
            exit(2)
        }
    }

    private static func run(_ options: LoadOptions) async throws -> Bool {
        let files = try OpenFiles.raise()
        guard files > options.clients + options.slow + 600 else {
            throw LoadFailure("\(files) open files are too few for \(options.clients + options.slow) connections")
        }
        let (application, platform) = (try SigningKey.generate(), try SigningKey.generate())
        let sender = SimulatedSender(appID: appID, platformKey: platform, otherKey: application)
        let count = options.clients + options.rate * options.seconds + 800 * options.seconds
        print("signing \(count) events")
        let supply = try EventSupply(count, sender)
        let simulated = SimulatedPlatform(
            .init(
                appID: appID,
                applicationKey: try application.verifyingKey(),
                platformKey: platform,
                otherKey: platform
            ),
            now: { Date() }
        )
        // Every follower has just written.
        for number in 0..<20_000 { await simulated.noteInteraction(userID: "\(2_088_000_000_000_000 + number)") }
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let server = SimulatedServer(simulated) { announce.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await server.run() }
            guard let apiPort = await ports.first(where: { _ in true }) else { return false }
            let bot = try BotUnderLoad(
                options.bot,
                application: application,
                platform: platform,
                appID: appID,
                apiPort: apiPort
            )
            let port = try await bot.start()
            let check = AnswerCheck(applicationKey: try application.verifyingKey())
            let load = Load(options: options, bot: bot, check: check, supply: supply, port: port)
            return try await load.run()
        }
    }
}
