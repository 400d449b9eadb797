internal import AlipaySimulator
internal import Foundation
internal import Glibc
internal import LoadSupport
internal import NIOCore
internal import NIOPosix

/// One load on one bot: clients in a closed loop or at a fixed rate, until the last reply was sent.
struct ReplyRun: Sendable {
    /// The binary.
    private var bot = ".build-release/release/replybot"
    private var clients = 8
    /// Events that are measured, each from a follower of its own.
    private var messages = 2_000
    /// Events before them.
    private var warmUp = 400
    /// Whether the rules answer the events.
    private var isAnswered = true
    /// Events a second; nil for a closed loop.
    private var rate: Double?
    /// Whether system calls and allocations are counted, which slows the bot down.
    private var counts = false
    /// Where `perf record` writes; nil without it.
    private var profile: String?

    private static let rules = """
        version: 1
        account: {name: t, timezone: Asia/Shanghai}
        rules:
          - id: all
            match: [退款]
            reply: 退款一般 1-3 个工作日原路退回。查进度请回复“退款进度”。

        """

    /// Reads `--name value` pairs.
    init(_ arguments: [String]) throws(LoadFailure) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { throw LoadFailure("\(flag) needs a value") }
            switch (flag, Int(value)) {
            case ("--bot", _): bot = value
            case ("--profile", _): profile = value
            case ("--kind", _) where ["answered", "unanswered"].contains(value): isAnswered = value == "answered"
            case ("--clients", let number?) where number > 0: clients = number
            case ("--messages", let number?) where number > 0: messages = number
            case ("--warm-up", let number?) where number > 0: warmUp = number
            case ("--rate", let number?) where number > 0: rate = Double(number)
            case ("--count", let number?): counts = number > 0
            default: throw LoadFailure("\(flag) \(value) is not understood")
            }
        }
    }

    func measure() async throws -> [String: any Sendable] {
        let total = clients + warmUp + messages
        return try await LoadWorld.run(followers: total) { world in
            let text = isAnswered ? "我要退款,订单" : "今天天气不错"
            let supply = try EventSupply(total, world.sender, followers: total) { text + "\($0)" }
            var options = BotUnderLoad.Options(binary: bot, rules: Self.rules)
            options.environment = [
                "LOG_LEVEL": "warning", "DELIVERY_RATE": "10000", "DELIVERY_REPLY_LIFETIME": "30m",
            ]
            let files = FileManager.default.temporaryDirectory.appending(path: "replybot-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: files) }
            let counters = counts ? BotCounters(in: files) : nil
            let profiler = try profile.map { try Profiler(into: $0, in: files) }
            options.tracer = counters?.command ?? profiler?.command ?? []
            let bot = try world.bot(options)
            let port = try await bot.start()
            let figures = try await load(bot, on: port, world, supply, counters, profiler)
            let status = await bot.stop()
            guard status == 0 else { throw LoadFailure("the bot ended with \(status); its log is \(bot.logPath)") }
            return figures
        }
    }

    private func load(
        _ bot: BotUnderLoad,
        on port: Int,
        _ world: LoadWorld,
        _ supply: EventSupply,
        _ counters: BotCounters?,
        _ profiler: Profiler?
    ) async throws -> [String: any Sendable] {
        let check = try world.answerCheck()
        let warm = Tally(check)
        let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        let pool = ClientPool(on: loop, port: port, supply: supply, tally: warm)
        for _ in 0..<clients { pool.open() }
        try await wait(for: clients, in: warm)
        pool.closeTheLoop(for: warmUp)
        try await wait(for: clients + warmUp, in: warm)
        let before = warm.counts.acknowledged.count
        try await waitForReplies(before, world)
        try await settle(bot)

        let tally = Tally(check)
        pool.count(in: tally)
        let (signatures, flushes) = (SignatureProbe(world.application), FlushProbe(in: bot.folder))
        try profiler?.start()
        if counters == nil { signatures.start() }
        // The disk is the bot's alone where no latency is judged.
        if rate != nil { flushes.start() }
        let (counted, used, own) = (
            try counters?.reading(), ProcessUsage(of: bot.identifier), ProcessUsage.cpu(of: getpid())
        )
        let (machine, start) = (MachineUsage(), ContinuousClock.now)
        if let rate {
            try await pool.pace(messages, rate: rate)
        } else {
            pool.closeTheLoop(for: messages)
        }
        try await wait(for: messages, in: tally)
        let acknowledged = ContinuousClock.now - start
        let counts = tally.counts
        try await waitForReplies(before + counts.acknowledged.count, world)
        let replied = ContinuousClock.now - start
        try await settle(bot)
        let all = ContinuousClock.now - start
        let (usedNow, ownNow, machineNow) = (
            ProcessUsage(of: bot.identifier), ProcessUsage.cpu(of: getpid()), MachineUsage()
        )
        let countedNow = try counters?.reading()
        let bare = signatures.stop()
        let flushed = flushes.stop()
        try profiler?.stop()
        pool.stop()

        // An event that was stored too late for its answer may still get a reply.
        guard counts.refused * 5 <= messages, counts.failures.isEmpty else {
            throw LoadFailure("not all was acknowledged: \(counts.refused) × 503, \(counts.failures)")
        }
        let (number, cpu) = (Double(counts.acknowledged.count), usedNow.cpu - used.cpu)
        let others = machineNow.busy - machine.busy - cpu - (ownNow - own)
        var figures: [String: any Sendable] = [
            "clients": clients, "kind": isAnswered ? "answered" : "unanswered", "messages": messages,
            "refused": counts.refused, "processors": MachineUsage.processors,
            "cpu_us": cpu / number * 1e6, "generator_cpu_us": (ownNow - own) / number * 1e6,
            "others": max(0, others / (all / .seconds(1)) / Double(MachineUsage.processors)),
            "acks_per_second": number / (acknowledged / .seconds(1)),
            "replies_per_second": isAnswered ? number / (replied / .seconds(1)) : 0,
            "p50_ms": counts.percentile(0.5), "p99_ms": counts.percentile(0.99),
            "hops": Double(usedNow.switches(since: used)) / number,
            "threads": usedNow.switches.count, "peak_mb": bot.memory("VmHWM"), "samples": bare.samples,
        ]
        if bare.samples > 0 {
            figures["sign_us"] = bare.sign * 1e6
            figures["verify_us"] = bare.verify * 1e6
        }
        if !flushed.isEmpty {
            figures["flush_p50_ms"] = flushed.percentile(0.5) * 1e3
            figures["flush_p99_ms"] = flushed.percentile(0.99) * 1e3
            figures["flushes"] = flushed.count
            figures["limit_ms"] = LatencyLimit.percentile99(flushes: flushed, signature: bare.sign) * 1e3
        }
        if let counters, let counted, let countedNow {
            let found = try counters.counts(from: counted, to: countedNow)
            figures["allocations"] = Double(found.allocations) / number
            figures["calls"] = found.calls.mapValues { Double($0) / number }
        }
        return figures
    }

    private func wait(for count: Int, in tally: Tally) async throws {
        let end = ContinuousClock.now + .seconds(180)
        while tally.answered < count {
            let failures = tally.counts.failures
            guard failures.isEmpty else { throw LoadFailure("not all was acknowledged: \(failures)") }
            guard ContinuousClock.now < end else { throw LoadFailure("no answer in three minutes") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Waits until that many replies were sent in all.
    private func waitForReplies(_ count: Int, _ world: LoadWorld) async throws {
        let end = ContinuousClock.now + .seconds(180)
        while isAnswered, await world.platform.deliveredCount < count {
            guard ContinuousClock.now < end else { throw LoadFailure("replies are missing after three minutes") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Waits until the bot has nothing left to do.
    private func settle(_ bot: BotUnderLoad) async throws {
        let end = ContinuousClock.now + .seconds(10)
        var quiet = 0
        while quiet < 3, ContinuousClock.now < end {
            let used = ProcessUsage.cpu(of: bot.identifier)
            try await Task.sleep(for: .milliseconds(30))
            quiet = ProcessUsage.cpu(of: bot.identifier) - used < 0.001 ? quiet + 1 : 0
        }
    }
}

/// `perf record` around a bot, which takes samples only when told.
///
/// Attached to a running bot, perf would poll in vain as soon as one of its threads ended.
private struct Profiler {
    private let output: String
    private let orders: String

    init(into output: String, in folder: URL) throws {
        self.output = output
        orders = folder.appending(path: "orders").path
        guard unsafe mkfifo(orders, 0o600) == 0 else { throw LoadFailure("no named pipe can be made") }
    }

    /// The command under which the bot runs.
    var command: [String] {
        [
            "/usr/bin/env", "perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "--call-graph", "dwarf,16384",
            "-D", "-1", "--control", "fifo:\(orders)", "-o", output, "--",
        ]
    }

    func start() throws { try tell("enable") }

    func stop() throws { try tell("disable") }

    private func tell(_ order: String) throws {
        let pipe = try FileHandle(forWritingTo: URL(filePath: orders))
        try pipe.write(contentsOf: Data("\(order)\n".utf8))
        try pipe.close()
    }
}
