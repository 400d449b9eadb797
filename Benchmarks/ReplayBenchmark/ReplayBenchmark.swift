import AlipayClient
import Evidence
import Foundation
import ReplyBot
import RuleAuthoring
import RuleEngine

/// Generates recordings, and measures their replay beside a plain loop over `decide` and bare RSA verifications.
@main
struct ReplayBenchmark {
    static func main() async throws {
        let arguments = try Arguments(CommandLine.arguments.dropFirst())
        switch arguments.verb {
        case "record": try record(arguments)
        case "keys": try makeKeys(in: arguments.path)
        case "replay": try await replay(arguments)
        default:
            FileHandle.standardError.write(Data(Arguments.usage.utf8))
            exit(64)
        }
    }

    /// Writes a new key of the platform and its public half.
    private static func makeKeys(in folder: String) throws {
        let key = try SigningKey.generate()
        try Data(try key.exportedPEM().utf8).write(to: URL(filePath: folder + "/platform-private.pem"))
        try Data(try key.publicKeyBase64().utf8).write(to: URL(filePath: folder + "/platform-public.txt"))
    }

    private static func record(_ arguments: Arguments) throws {
        var options = RecordingGenerator.Options()
        options.events = arguments.number("--events") ?? options.events
        options.followers = arguments.number("--followers") ?? max(1, options.events / 10)
        options.seed = UInt64(arguments.number("--seed") ?? 1)
        options.texts = arguments.number("--texts") ?? options.texts
        if let path = arguments["--messages"] {
            options.messages = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        }
        if let folder = arguments["--sign"] {
            let pem = try String(contentsOfFile: folder + "/platform-private.pem", encoding: .utf8)
            options.key = try SigningKey(pem)
        }
        try RecordingGenerator(options).write(to: arguments.path)
    }

    private static func replay(_ arguments: Arguments) async throws {
        let rules: RuleSet
        if let folder = arguments["--workload"] {
            rules = RuleSet(rules: try Workload(arguments["--set"] ?? "mix10000", in: folder).rules())
        } else {
            rules = try LoadedRules(path: arguments["--rules"] ?? "rules").ruleSet()
        }
        var configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: RecordingGenerator.appID))
        configuration.rulesPath = ""
        let key = try arguments["--verify"].map { try String(contentsOfFile: $0, encoding: .utf8) }
            .map { try VerifyingKey($0) }
        let reader =
            key.map {
                TrafficReader(verifier: NotificationVerifier(keys: [$0]), configuration: configuration)
            } ?? TrafficReader(unverified: configuration)
        let workers = arguments.number("--workers") ?? ProcessInfo.processInfo.activeProcessorCount
        let (start, clock) = (Usage.cpu, ContinuousClock.now)
        let summary = try await Replayer(reader: reader, rules: rules, workers: workers).replay(arguments.path)
        let (cpu, wall) = (Usage.cpu - start, (ContinuousClock.now - clock) / .seconds(1))
        let peak = Usage.peak
        let events = Double(summary.requests)
        print(
            "events \(summary.requests), refused \(summary.refused.values.reduce(0, +)), "
                + "answered \(summary.total.events) of \(summary.total.followers) followers"
        )
        print(
            String(
                format:
                    "replay          %7.2f µs of CPU an event, %8.0f events a second of one core, wall %8.0f, peak %d MB",
                cpu / events * 1e6,
                events / cpu,
                events / wall,
                peak >> 10
            )
        )
        if arguments["--only"] != nil { return }
        let bare = try plainLoop(arguments.path, reader: reader, rules: rules)
        print(String(format: "bare decide     %7.2f µs, ratio %.2f", bare * 1e6, cpu / events / bare))
        if key != nil {
            let rsa = try bareVerifications()
            print(String(format: "bare RSA verify %7.2f µs, ratio %.2f", rsa * 1e6, cpu / events / rsa))
        }
    }

    /// Seconds of CPU an event of a loop over `decide` with the followers' states, on events that are in memory.
    private static func plainLoop(_ path: String, reader: TrafficReader, rules: RuleSet) throws -> Double {
        var recording = try Recording(path: path)
        var events: [(follower: FollowerKey, event: RuleEvent, at: Date)] = []
        while let line = try recording.next() {
            guard let entry = try? reader.entry(line), case .event(let event) = entry.action else { continue }
            events.append((event.follower, event.event, entry.at))
        }
        var scratch = rules.makeScratch()
        var states: [FollowerKey: ContactState] = [:]
        let start = Usage.cpu
        for (follower, event, moment) in events {
            let decision = rules.decide(event, state: states[follower] ?? ContactState(), at: moment, using: &scratch)
            states[follower] = decision.state
        }
        return (Usage.cpu - start) / Double(max(1, events.count))
    }

    /// Seconds of CPU a verification of a good signature by a key of the usual size.
    private static func bareVerifications() throws -> Double {
        let signing = try SigningKey.generate()
        let key = try signing.verifyingKey()
        let message = [UInt8](repeating: 0x61, count: 800)
        let signature = try signing.sign(message)
        let count = 20_000
        let start = Usage.cpu
        for _ in 0..<count where !key.isValid(signature, for: message) { return .infinity }
        return (Usage.cpu - start) / Double(count)
    }
}

/// What the process has used.
enum Usage {
    /// CPU time of all threads in seconds.
    static var cpu: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The largest resident memory in KiB.
    static var peak: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}

/// The command line: a verb, a file, and options with values.
private struct Arguments {
    static let usage = """
        usage: ReplayBenchmark keys FOLDER
               ReplayBenchmark record FILE [--events N] [--followers N] [--seed N] [--texts PERCENT]
                                           [--messages FILE] [--sign FOLDER]
               ReplayBenchmark replay FILE [--rules PATH | --workload FOLDER [--set SET]] [--verify KEYFILE]
                                           [--workers N] [--only 1]

        """

    let verb: String
    let path: String
    private var options: [String: String] = [:]

    init(_ arguments: ArraySlice<String>) throws {
        let arguments = Array(arguments)
        guard arguments.count >= 2, arguments.count.isMultiple(of: 2) else {
            FileHandle.standardError.write(Data(Self.usage.utf8))
            exit(64)
        }
        verb = arguments[0]
        path = arguments[1]
        for place in stride(from: 2, to: arguments.count, by: 2) { options[arguments[place]] = arguments[place + 1] }
    }

    subscript(name: String) -> String? { options[name] }

    func number(_ name: String) -> Int? { options[name].flatMap { Int($0) } }
}
