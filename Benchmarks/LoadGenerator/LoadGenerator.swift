internal import AlipayClient
internal import AlipaySimulator
internal import Foundation
internal import Glibc
internal import Hummingbird
internal import NIOCore
internal import NIOPosix

/// Loads one bot with many clients: paced, then as fast as they can, with slow ones beside them (Benchmarks/README.md).
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
        // All followers have just written.
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

/// The options of the command line.
struct LoadOptions: Sendable {
    /// The binary under load.
    var bot = ".build-release/release/replybot"
    /// Ordinary connections.
    var clients = 2_000
    /// Connections that send a head byte by byte.
    var slow = 500
    /// Events a second in the paced phase.
    var rate = 400
    /// Seconds of each phase.
    var seconds = 30
    /// The most memory that the bot may take, in MB; 0 for any.
    var memory = 250
    /// The largest 99th percentile of the paced phase, in ms; 0 for any, on a machine of any speed.
    var latency = 50
    /// Whether the machine must keep up with the paced phases: without a 503, and with answers within ten seconds.
    var mustKeepUp: Bool { latency > 0 }

    /// Reads `--name value` pairs.
    init(_ arguments: [String]) throws(LoadFailure) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { throw LoadFailure("\(flag) needs a value") }
            try set(flag, value)
        }
    }

    private mutating func set(_ flag: String, _ value: String) throws(LoadFailure) {
        if flag == "--bot" {
            bot = value
            return
        }
        guard let number = Int(value), number >= 0 else { throw LoadFailure("\(flag) needs a number, not \(value)") }
        switch flag {
        case "--clients": clients = number
        case "--slow": slow = number
        case "--rate": rate = max(1, number)
        case "--seconds": seconds = max(1, number)
        case "--memory": memory = number
        case "--latency": latency = number
        default: throw LoadFailure("there is no \(flag)")
        }
    }
}

/// Why the load could not run.
struct LoadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The limit of open files, and so of connections, of this process and the bot.
enum OpenFiles {
    /// Raises the limit as far as the system allows, and returns it.
    static func raise() throws(LoadFailure) -> Int {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(kind, &limit) == 0 else { throw LoadFailure("the limit of open files is unknown") }
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(kind, &limit) == 0 else { throw LoadFailure("the limit of open files is fixed") }
        return Int(clamping: limit.rlim_cur)
    }
}
