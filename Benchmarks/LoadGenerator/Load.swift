internal import AlipayClient
internal import AlipaySimulator
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The phases of the load, and their checks.
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
        try await pace(options.rate * options.seconds, tally) { $0.send(due: $1) }
        let title = "paced, \(options.rate) events/s over \(options.clients) connections"
        report(title, tally, mayRefuse: !options.mustKeepUp)
        let percentile = tally.counts.percentile(0.99)
        guard options.mustKeepUp else { return }
        if percentile >= Double(options.latency) {
            complaints.append("p99 of the paced phase is \(text(percentile)) ms, not under \(options.latency)")
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

    /// Calls `act` `count` times at the paced rate; a late call keeps its due time.
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

/// The results of the requests of one phase.
final class Tally: Sendable {
    struct Counts: Sendable {
        /// The times from the due time of a request to the last byte of its acknowledgement, in µs.
        var acknowledged: [Int64] = []
        var refused = 0
        /// The counts of failures, by their kind.
        var failures: [String: Int] = [:]
    }

    private let state = Mutex(Counts())
    private let check: AnswerCheck

    init(_ check: AnswerCheck) {
        self.check = check
    }

    var counts: Counts { state.withLock { $0 } }

    /// The number of finished requests.
    var answered: Int {
        state.withLock { $0.acknowledged.count + $0.refused + $0.failures.values.reduce(0, +) }
    }

    /// Counts an answer, and verifies the signature of every twentieth.
    func note(_ answer: LoadAnswer, after time: TimeAmount) {
        state.withLock { counts in
            switch answer.status {
            case 200 where counts.acknowledged.count % 20 == 0 && !isGood(answer):
                counts.failures["no good acknowledgement", default: 0] += 1
            case 200: counts.acknowledged.append(time.nanoseconds / 1_000)
            case 503: counts.refused += 1
            default: counts.failures["status \(answer.status)", default: 0] += 1
            }
        }
    }

    /// Counts a failure.
    func fail(_ what: String) {
        state.withLock { $0.failures[what, default: 0] += 1 }
    }

    private func isGood(_ answer: LoadAnswer) -> Bool {
        if case .acknowledged = check.verdict(status: answer.status, body: answer.body) { true } else { false }
    }
}

extension Tally.Counts {
    /// A percentile of the acknowledgements, in ms.
    func percentile(_ part: Double) -> Double {
        guard !acknowledged.isEmpty else { return .infinity }
        let sorted = acknowledged.sorted()
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1_000
    }
}

/// An HTTP answer.
struct LoadAnswer: Sendable {
    let status: Int
    let closes: Bool
    let body: [UInt8]
}
