import AlipaySimulator
import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// Kills one bot after the other on the same store, and checks after each round what became of every event.
struct KillRun {
    /// Waves of traffic in which every plan is carried out.
    private static let waves = 60

    private let world: CrashWorld
    private let seed: UInt64
    private var traffic: Traffic
    private var random: SeededGenerator
    private(set) var oracle = DeliveryOracle(timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
    private(set) var report = CrashReport()
    /// How many kills fell while a request with this text was under way, as the in-flight file says.
    private var interruptions: [String: Int] = [:]
    private var repeats = 0

    init(_ world: CrashWorld, seed: UInt64) {
        self.world = world
        self.seed = seed
        traffic = Traffic(world)
        random = SeededGenerator(seed: seed)
    }

    /// One plan: start, traffic, the kill or kills; then start again, deliver again, wait for what is owed, stop, check.
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
        // Alipay delivers some of them again, and gives others up.
        let open = sent.filter { !$0.isAcknowledged }
        let redelivered = open.filter { _ in Bool.random(using: &random) }
        try await recover(redelivered, label)
        // Some die before they listen, while they decide what the last one left.
        let kind = sent.isEmpty && plan.kills == 1 ? CrashReport.atStart : plan.kind
        try await judge(label, kind: kind, kills: plan.kills, redelivered: redelivered.count)
    }

    private mutating func note(_ snapshot: StoreSnapshot, _ label: Comment) throws {
        #expect(snapshot.integrity == "ok", label)
        #expect(snapshot.buried.isEmpty, label)
        #expect(snapshot.quarantined == 0, label)
        for text in snapshot.underWay { interruptions[text, default: 0] += 1 }
    }

    /// Starts a bot and kills it after `delay`, whether it recovers, listens or answers by then.
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

    /// Starts a bot, talks to it until it is gone, and returns what was said.
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
        #expect(snapshot.buried.isEmpty, label)
        #expect(snapshot.quarantined == 0, label)
        // An event that was not acknowledged may have been kept; its replies may still be on their way, then.
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
