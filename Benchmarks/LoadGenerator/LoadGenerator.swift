internal import AlipaySimulator
internal import Foundation
internal import Glibc
internal import LoadSupport

/// Loads one bot with many clients: paced, then as fast as they can, with slow ones beside them (Benchmarks/README.md).
@main
enum LoadGenerator {
    private static let rules = "version: 1\nrules:\n  - {id: 退款, match: [退款], reply: 退款一般 1-3 个工作日原路退回。}\n"
    private static let followers = 20_000
    /// Beyond these an event comes again, as a repeated delivery.
    private static let mostEvents = 400_000

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
        return try await LoadWorld.run(followers: followers) { world in
            let signatures = SignatureProbe(world.application)
            signatures.start()
            try await Task.sleep(for: .seconds(1))
            let ceiling = Double(MachineUsage.processors) / signatures.stop().acknowledgement
            var options = options
            if options.rate == 0 { options.rate = max(1, Int(ceiling / 10)) }
            // More than a bot acknowledges, even of a debug build where speed is not judged.
            let fastest = Int(ceiling * (options.mustKeepUp ? 0.7 : 0.1))
            let wanted = options.clients + (options.rate + fastest) * options.seconds
            let count = min(mostEvents, wanted)
            print("the processors could verify and sign \(Int(ceiling)) acks/s; signing \(count) events")
            let supply = try EventSupply(count, world.sender, followers: followers) {
                $0 % 4 == 0 ? "我要退款" : "今天天气不错"
            }
            var started = BotUnderLoad.Options(binary: options.bot, rules: rules)
            started.environment["DELIVERY_RATE"] = "10000"
            let bot = try world.bot(started)
            let port = try await bot.start()
            return try await Load(options, bot: bot, world: world, supply: supply, ceiling: ceiling, port: port).run()
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
    /// Events a second in the paced phase; 0 for a tenth of what the processors could verify and sign.
    var rate = 0
    /// Seconds of each phase.
    var seconds = 30
    /// The most memory that the bot may take, in MB; 0 for any.
    var memory = 250
    /// Whether the machine must keep up with the paced phases: without a 503, and with a 99th percentile that the bare
    /// loops of the same run allow.
    var mustKeepUp = true

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
        case "--rate": rate = number
        case "--seconds": seconds = max(1, number)
        case "--memory": memory = number
        case "--keep-up": mustKeepUp = number > 0
        default: throw LoadFailure("there is no \(flag)")
        }
    }
}
