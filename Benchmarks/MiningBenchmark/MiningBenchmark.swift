import Evidence
import Foundation
import RuleAuthoring
import RuleEngine

/// Prints the quality of mining on both sets of intents, and its speed.
@main
struct MiningBenchmark {
    /// The seeds of development, and the one that is held out.
    static let seeds: [UInt64] = [1, 2, 3]
    static let heldOutSeed: UInt64 = 20_260_210

    static func main() {
        guard
            let rules = RuleLoader.load([SourceFile(path: "rules.yaml", bytes: Array(MiningCorpus.rules.utf8))]).ruleSet
        else { return print("the rules of the corpus do not load") }
        let isVerbose = CommandLine.arguments.contains("--verbose")
        let isFinal = CommandLine.arguments.contains("--held-out")
        for seed in seeds { measure("development", seed: seed, MiningIntent.development, rules, isVerbose) }
        if isFinal {
            measure("held-out seed", seed: heldOutSeed, MiningIntent.development, rules, isVerbose)
            measure("held-out intents", seed: heldOutSeed, MiningIntent.heldOut, rules, isVerbose)
        }
        time(rules)
    }

    private static func measure(
        _ name: String,
        seed: UInt64,
        _ intents: [MiningIntent],
        _ rules: RuleSet,
        _ isVerbose: Bool
    ) {
        let corpus = MiningCorpus.make(messages: 10_000, seed: seed, intents: intents)
        let quality = MiningQuality.measure(corpus, rules: rules)
        let figures = [quality.precision, quality.recall, quality.score].map { String(format: "%.3f", $0) }
        print(
            "\(name), seed \(seed): \(quality.found) of \(quality.intents) intents in 40 groups;",
            "B³ precision \(figures[0]), recall \(figures[1]), F1 \(figures[2]); \(quality.report.groups.count) groups"
        )
        guard isVerbose else { return }
        print("  missed: \(quality.missed.joined(separator: " "))")
        for (rank, group) in quality.report.groups.prefix(60).enumerated() {
            var counts: [String: Int] = [:]
            for entry in group.entries { counts[corpus.intents[entry] ?? "-", default: 0] += 1 }
            let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
                .map { "\($0.key)×\($0.value)" }
            print("  \(rank + 1) \(group.name) \(group.followers): \(parts.joined(separator: " "))")
        }
    }

    private static func time(_ rules: RuleSet) {
        let corpus = MiningCorpus.make(messages: 100_000, seed: 4, intents: MiningIntent.development)
        let clock = ContinuousClock()
        var report: MiningReport?
        let start = clock.now
        var miner = TrafficMiner(rules: rules)
        for entry in corpus.entries { miner.add(entry) }
        let read = clock.now
        report = miner.finish()
        let end = clock.now
        print("100,000 messages: \(read - start) to decide, \(end - read) to group and try words")
        for group in report?.groups.prefix(20) ?? [] {
            let backtest = group.proposal?.backtest
            print(
                "  \(group.name) \(group.followers) → \(group.proposal?.words ?? []) answers \(backtest?.answers ?? 0)",
                "\(group.target) refused \(group.refusals.map { "\($0.word): \($0.reason)" })"
            )
        }
    }
}
