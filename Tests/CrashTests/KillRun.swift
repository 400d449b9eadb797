import AlipaySimulator
import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// Kills one bot after the other on the same store, and checks the fate of every event after each round.
struct KillRun {
    /// Waves of traffic in which every plan is carried out.
    private static let waves = 60

    private let world: CrashWorld
    private let seed: UInt64
    private var traffic: Traffic
    private var random: SeededGenerator
    private(set) var oracle = DeliveryOracle(timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
    private(set) var report = CrashReport()
    /// The number of kills while a request with this text was under way, by the in-flight file.
    private var interruptions: [String: Int] = [:]
    private var repeats = 0

    init(_ world: CrashWorld, seed: UInt64) {
        self.world = world
        self.seed = seed
        traffic = Traffic(world)
        random = SeededGenerator(seed: seed)
    }

    /// Runs one plan: start, traffic, kills; then start again, redeliver, wait for the owed replies, stop, check.
    mutating func round(_ number: Int) async throws {
        let plan = KillPlan(round: number, hasFaultPoints: BotProcess.hasFaultPoints, using: &random)
        let label: Comment = "CRASH_SEED=\(seed), round \(number), \(plan)"
        var sent: [Traffic.Sent] = []
        if case .burst(let delays) = plan {
            for delay in delays {
                sent += try await killDuringStart(after: delay)
                try note(try world.snapshot(), label)
            }
        } else {
            sent = try await end(by: plan, label)
            try note(try world.snapshot(), label)
        }
        oracle.note(sent)
        // Alipay redelivers some of them, and gives others up.
        let open = sent.filter { !$0.isAcknowledged }
        let redelivered = open.filter { _ in Bool.random(using: &random) }
        try await recover(redelivered, label)
        // Some die before they listen, while they decide the events that the last one left.
        let kind = sent.isEmpty && plan.kills == 1 ? CrashReport.atStart : plan.kind
        try await judge(label, kind: kind, kills: plan.kills, redelivered: redelivered.count)
    }

    private mutating func note(_ snapshot: StoreSnapshot, _ label: Comment) throws {
        #expect(snapshot.integrity == "ok", label)
        #expect(snapshot.dead.isEmpty, label)
        #expect(snapshot.quarantined == 0, label)
        for text in snapshot.underWay { interruptions[text, default: 0] += 1 }
    }

    /// Starts a bot and kills it after `delay`, in whatever state it is.
    private mutating func killDuringStart(after delay: Duration) async throws -> [Traffic.Sent] {
        let process = try world.launch()
        // The moment is a matter of chance, and nothing is expected of it.
        async let kill: Void = {
            try? await Task.sleep(for: delay)
            await process.kill()
        }()
        var sent: [Traffic.Sent] = []
        if let gateway = await world.gateway(of: process) {
            sent = try await traffic.run(against: gateway, waves: Self.waves)
        }
        await kill
        return sent
    }

    /// Starts a bot, sends events until it is gone, and returns them.
    private mutating func end(by plan: KillPlan, _ label: Comment) async throws -> [Traffic.Sent] {
        let bot = try await world.start(plan)
        guard let gateway = bot.gateway else {
            #expect(await bot.process.end() != 0, label)
            return []
        }
        var sent: [Traffic.Sent] = []
        if case .moment(let delay) = plan {
            // The moment is a matter of chance, and nothing is expected of it.
            async let kill: Void = {
                try? await Task.sleep(for: delay)
                await bot.process.kill()
            }()
            sent = try await traffic.run(against: gateway, waves: Self.waves)
            await kill
        } else {
            sent = try await traffic.run(against: gateway, waves: Self.waves)
            if sent.allSatisfy(\.isAcknowledged) {
                Issue.record("\(label): the bot survived \(sent.count) events")
                await bot.process.kill()
            } else {
                _ = await bot.process.end()
            }
        }
        return sent
    }

    private mutating func recover(_ events: [Traffic.Sent], _ label: Comment) async throws {
        let bot = try await world.start()
        let gateway = try #require(bot.gateway, label)
        for event in try await traffic.redeliver(events, to: gateway) {
            #expect(event.isAcknowledged, "\(label): event \(event.number) delivered again")
            if event.isAcknowledged { oracle.noteAcknowledgement(of: "\(event.number)") }
        }
        let missing = try await world.missing(of: oracle.owed)
        if !missing.isEmpty {
            _ = await bot.process.terminate()
            let log = try await bot.process.lines(upTo: "stopping").suffix(40).joined(separator: "\n")
            Issue.record("\(label): \(missing) did not arrive\n\(try world.snapshot().rest)\n\(log)")
            // Every further round would wait for it in vain.
            throw CancellationError()
        }
        #expect(await bot.process.terminate() == 0, label)
    }

    private mutating func judge(_ label: Comment, kind: String, kills: Int, redelivered: Int) async throws {
        let snapshot = try world.snapshot()
        #expect(snapshot.integrity == "ok", label)
        #expect(snapshot.dead.isEmpty, label)
        #expect(snapshot.quarantined == 0, label)
        // An unacknowledged event may have been stored, and its replies may still be on their way.
        #expect(snapshot.open.isSubset(of: Set(snapshot.states.keys).subtracting(oracle.owed)), label)
        let findings = oracle.findings(in: await world.platform.sends)
        #expect(findings.lostEvents.isEmpty, label)
        #expect(findings.lostReplies.filter { !snapshot.open.contains($0) }.isEmpty, label)
        #expect(findings.disorders.isEmpty, label)
        #expect(findings.overQuota.isEmpty, label)
        #expect(findings.strangers.isEmpty, label)
        for duplicate in findings.duplicates {
            let most = 1 + interruptions[duplicate.text, default: 0]
            #expect(
                duplicate.arrivals.count <= most,
                "\(label): \(duplicate.text) arrived \(duplicate.arrivals.count) times, \(most) at most"
            )
        }
        let all = findings.duplicates.reduce(0) { $0 + $1.arrivals.count - 1 }
        report.note(kind: kind, kills: kills, repeats: all - repeats, redelivered: redelivered)
        repeats = all
    }
}

/// The numbers of kills by kind, and their consequences.
struct CrashReport: Sendable, CustomStringConvertible {
    /// The kind of kills without traffic.
    static let atStart = "before it listened"
    /// The kind of kills in a row.
    static let inBurst = "in bursts"

    private var kills: [String: Int] = [:]
    private var repeats: [String: Int] = [:]
    private(set) var redelivered = 0

    /// Counts kills, and the repeated replies that they caused.
    mutating func note(kind: String, kills ended: Int, repeats count: Int, redelivered again: Int) {
        kills[kind, default: 0] += ended
        repeats[kind, default: 0] += count
        redelivered += again
    }

    /// The number of all kills.
    var total: Int { kills.values.reduce(0, +) }

    /// The number of repeated replies after kills of one kind.
    func repeats(after kind: String) -> Int { repeats[kind] ?? 0 }
    /// The number of kills of one kind.
    func kills(of kind: String) -> Int { kills[kind] ?? 0 }

    var description: String {
        kills.sorted { $0.key < $1.key }
            .map { kind, count in
                let name = kind.padding(toLength: 20, withPad: " ", startingAt: 0)
                return "  \(name) \(count) kills, \(repeats[kind] ?? 0) repeats"
            }
            .joined(separator: "\n")
    }
}
