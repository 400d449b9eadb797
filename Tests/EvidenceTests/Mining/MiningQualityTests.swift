import Evidence
import MiningBenchmark
import RuleAuthoring
import RuleEngine
import TestSupport
import Testing

/// The measured quality of mining; `make bench-mining` prints the figures.
@Suite(.timeLimit(.minutes(5)), .watched)
struct MiningQualityTests {
    private static func rules() throws -> RuleSet {
        let file = SourceFile(path: "rules.yaml", bytes: Array(MiningCorpus.rules.utf8))
        return try #require(RuleLoader.load([file]).ruleSet)
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `four of five intents are among the first forty groups`(seed: UInt64) throws {
        let corpus = MiningCorpus.make(messages: 10_000, seed: seed, intents: MiningIntent.development)
        let quality = MiningQuality.measure(corpus, rules: try Self.rules())
        #expect(quality.share >= 0.8, "seed \(seed): missed \(quality.missed)")
        #expect(quality.score >= 0.65, "seed \(seed): B³ \(quality.precision) \(quality.recall)")
    }

    @Test func `intents that were held out are found as well`() throws {
        let corpus = MiningCorpus.make(messages: 10_000, seed: 20_260_210, intents: MiningIntent.heldOut)
        let quality = MiningQuality.measure(corpus, rules: try Self.rules())
        #expect(quality.share >= 0.8, "missed \(quality.missed)")
        #expect(quality.score >= 0.65, "B³ \(quality.precision) \(quality.recall)")
    }

    @Test func `the same traffic gives the same groups`() throws {
        let corpus = MiningCorpus.make(messages: 3_000, seed: 5, intents: MiningIntent.development)
        let rules = try Self.rules()
        let reports = try (0..<2)
            .map { _ in
                var miner = TrafficMiner(rules: rules)
                for entry in corpus.entries { miner.add(entry) }
                return try miner.finish().json()
            }
        #expect(reports[0] == reports[1])
    }
}
