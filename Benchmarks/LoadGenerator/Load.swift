internal import AlipaySimulator
internal import Foundation
internal import NIOCore
internal import NIOPosix

/// The phases, and what must hold in them.
final class Load {
    private let options: LoadOptions
    private let bot: BotUnderLoad
    private let check: AnswerCheck
    private let supply: EventSupply
    private let pool: ClientPool
    private let slow: SlowConnections
    private let loop: any EventLoop
    private var complaints: [String] = []

    init(options: LoadOptions, bot: BotUnderLoad, check: AnswerCheck, supply: EventSupply, port: Int) {
        self.options = options
        self.bot = bot
        self.check = check
        self.supply = supply
        loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        pool = ClientPool(on: loop, port: port, supply: supply, tally: Tally(check))
        slow = SlowConnections(on: loop, port: port)
    }

    /// Whether everything held.
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

    /// Connections come at the paced rate, each with its first event.
    private func opening() async throws {
        let tally = Tally(check)
        pool.count(in: tally)
        try await pace(options.clients, tally) { pool, _ in
            pool.open()
            return true
        }
        report("opening \(options.clients) connections", tally, mayRefuse: false)
    }

    private func paced() async throws {
        let tally = Tally(check)
        pool.count(in: tally)
        try await pace(options.rate * options.seconds, tally) { $0.send(due: $1) }
        report("paced, \(options.rate) events/s over \(options.clients) connections", tally, mayRefuse: false)
        let percentile = tally.counts.percentile(0.99)
        if options.latency > 0, percentile >= Double(options.latency) {
            complaints.append("p99 of the paced phase is \(text(percentile)) ms, not under \(options.latency)")
        }
        // The bot ends them after a while, and they come again.
        let hanging = slow.counts.open
        if hanging < options.slow / 2 {
            complaints.append("only \(hanging) of \(options.slow) slow clients were connected after the paced phase")
        }
    }

    private func saturated() async throws {
        let tally = Tally(check)
        pool.count(in: tally)
        let (begin, used) = (NIODeadline.now(), bot.processorTime)
        pool.closeTheLoop()
        try await Task.sleep(for: .seconds(options.seconds))
        pool.stop()
        let time = Double((NIODeadline.now() - begin).nanoseconds) / 1e9
        try await Task.sleep(for: .seconds(2))
        report("saturated, \(options.clients) clients in a closed loop", tally, mayRefuse: true)
        let counts = tally.counts
        print(
            "  \(text(Double(counts.acknowledged.count) / time)) acks/s, \(text(Double(counts.refused) / time)) × 503/s,"
                + " \(text((bot.processorTime - used) / time)) processors; events sent: \(supply.usage.used), signed:"
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

    /// Does something `count` times at the paced rate; what is late stays due when it was.
    private func pace(
        _ count: Int,
        _ tally: Tally,
        _ act: @escaping @Sendable (ClientPool, NIODeadline) -> Bool
    ) async throws {
        let (pool, begin, rate) = (pool, NIODeadline.now(), Int64(options.rate))
        var done = 0
        while done < count {
            let due = begin + .nanoseconds(Int64(done) * 1_000_000_000 / rate)
            let wait = due - .now()
            if wait > .zero { try await Task.sleep(for: .nanoseconds(wait.nanoseconds)) }
            while !act(pool, due) { try await Task.sleep(for: .milliseconds(1)) }
            done += 1
        }
        let patience = NIODeadline.now() + .seconds(10)
        while tally.answered < count, NIODeadline.now() < patience { try await Task.sleep(for: .milliseconds(10)) }
        if tally.answered < count { tally.fail("no answer in ten seconds") }
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
