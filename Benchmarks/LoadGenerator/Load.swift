internal import AlipaySimulator
internal import Foundation
internal import LoadSupport
internal import NIOCore
internal import NIOPosix

/// The phases of the load, and their checks.
final class Load {
    private let options: LoadOptions
    private let bot: BotUnderLoad
    private let world: LoadWorld
    private let check: AnswerCheck
    private let supply: EventSupply
    private let pool: ClientPool
    private let slow: SlowConnections
    private let loop: any EventLoop
    /// Acknowledgements a second for which the processors could verify and sign.
    private let ceiling: Double
    private var complaints: [String] = []

    init(
        _ options: LoadOptions,
        bot: BotUnderLoad,
        world: LoadWorld,
        supply: EventSupply,
        ceiling: Double,
        port: Int
    ) throws {
        self.options = options
        self.bot = bot
        self.world = world
        self.supply = supply
        self.ceiling = ceiling
        check = try world.answerCheck()
        loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        pool = ClientPool(on: loop, port: port, supply: supply, tally: Tally(check))
        slow = SlowConnections(on: loop, port: port)
    }

    /// Runs all phases; returns whether all checks passed.
    func run() async throws -> Bool {
        print("memory at the start: \(text(bot.memory("VmRSS"))) MB")
        slow.open(options.slow)
        try await opening()
        try await paced()
        try await saturated()
        try await end()
        for complaint in complaints { print("NOT GOOD: \(complaint)") }
        return complaints.isEmpty
    }

    /// Opens the connections at the paced rate, each with its first event.
    private func opening() async throws {
        let tally = Tally(check)
        pool.count(in: tally)
        try await pace(options.clients, tally) { pool, _ in
            pool.open()
            return true
        }
        report("opening \(options.clients) connections", tally, mayRefuse: !options.mustKeepUp)
    }

    private func paced() async throws {
        let tally = Tally(check)
        pool.count(in: tally)
        let (signatures, flushes) = (SignatureProbe(world.application), FlushProbe(in: bot.folder))
        if options.mustKeepUp {
            signatures.start()
            flushes.start()
        }
        try await pace(options.rate * options.seconds, tally) { $0.send(due: $1) }
        let (signature, flushed) = (signatures.stop().sign, flushes.stop())
        let title = "paced, \(options.rate) events/s over \(options.clients) connections"
        report(title, tally, mayRefuse: !options.mustKeepUp)
        guard options.mustKeepUp else { return }
        let percentile = tally.counts.percentile(0.99)
        let limit = LatencyLimit.percentile99(flushes: flushed, signature: signature) * 1e3
        print(
            "  meanwhile a bare flush took \(text(flushed.percentile(0.5) * 1e3)) ms, p99"
                + " \(text(flushed.percentile(0.99) * 1e3)) ms; a bare signature \(text(signature * 1e6)) µs of CPU"
        )
        if percentile > limit {
            complaints.append(
                "p99 of the paced phase is \(text(percentile)) ms, over \(text(limit)): 1.5 flushes at p99, 5 signatures"
            )
        }
        // The bot closes them after a while, and they come again.
        let hanging = slow.counts.open
        if hanging < options.slow / 2 {
            complaints.append("only \(hanging) of \(options.slow) slow clients were connected after the paced phase")
        }
    }

    private func saturated() async throws {
        let tally = Tally(check)
        pool.count(in: tally)
        let (begin, used) = (NIODeadline.now(), ProcessUsage.cpu(of: bot.identifier))
        pool.closeTheLoop()
        try await Task.sleep(for: .seconds(options.seconds))
        pool.stop()
        let time = Double((NIODeadline.now() - begin).nanoseconds) / 1e9
        try await Task.sleep(for: .seconds(2))
        report("saturated, \(options.clients) clients in a closed loop", tally, mayRefuse: true)
        let counts = tally.counts
        let rate = Double(counts.acknowledged.count) / time
        print(
            "  \(text(rate)) acks/s, \(text(rate / ceiling * 100)) % of what RSA allows, \(text(Double(counts.refused) / time)) × 503/s,"
                + " \(text((ProcessUsage.cpu(of: bot.identifier) - used) / time)) processors; events sent: \(supply.usage.used), signed:"
                + " \(supply.usage.signed)"
        )
    }

    private func end() async throws {
        let peak = bot.memory("VmHWM")
        print("memory: \(text(peak)) MB at most, \(text(bot.memory("VmRSS"))) MB now")
        if options.memory > 0, peak >= Double(options.memory) {
            complaints.append("the bot took \(text(peak)) MB, not under \(options.memory)")
        }
        slow.stop()
        let counts = slow.counts
        let longest = Double(counts.longest.nanoseconds) / 1e9
        print("slow clients: \(counts.open) open, ended \(counts.ended) times, the longest after \(text(longest)) s")
        if options.slow > 0, counts.ended == 0 { complaints.append("no slow client was ended") }
        let begin = NIODeadline.now()
        let status = await bot.stop()
        print("stopped with \(status) after \(text(Double((NIODeadline.now() - begin).nanoseconds) / 1e9)) s")
        if status != 0 { complaints.append("the bot ended with \(status); its log is \(bot.logPath)") }
    }

    /// Calls `act` `count` times at the paced rate; a late call keeps its due time.
    private func pace(
        _ count: Int,
        _ tally: Tally,
        _ act: (ClientPool, NIODeadline) -> Bool
    ) async throws {
        try await pool.pace(count, rate: Double(options.rate), act)
        let patience: TimeAmount = options.mustKeepUp ? .seconds(10) : .minutes(3)
        let end = NIODeadline.now() + patience
        while tally.answered < count, NIODeadline.now() < end { try await Task.sleep(for: .milliseconds(10)) }
        if tally.answered < count { tally.fail("no answer in \(patience.nanoseconds / 1_000_000_000) seconds") }
    }

    private func report(_ title: String, _ tally: Tally, mayRefuse: Bool) {
        let counts = tally.counts
        print(title)
        print(
            "  \(counts.acknowledged.count) acknowledged, \(counts.refused) × 503; p50 \(text(counts.percentile(0.5))) ms,"
                + " p99 \(text(counts.percentile(0.99))) ms, most \(text(counts.percentile(1))) ms"
        )
        for (what, count) in counts.failures.sorted(by: { $0.key < $1.key }) {
            complaints.append("\(title): \(count) × \(what)")
        }
        if !mayRefuse, counts.refused > 0 { complaints.append("\(title): \(counts.refused) × 503") }
        if counts.acknowledged.isEmpty { complaints.append("\(title): nothing was acknowledged") }
    }

    private func text(_ number: Double) -> String {
        number.isFinite ? String((number * 10).rounded() / 10) : "-"
    }
}
