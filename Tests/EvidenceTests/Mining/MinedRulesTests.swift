import Evidence
import Foundation
import MiningBenchmark
import OperatorText
import RuleAuthoring
import RuleEngine
import TestSupport
import Testing

/// Proposals as files, which `check --strict` and `test` accept as they are.
@Suite(.timeLimit(.minutes(5)), .watched)
struct MinedRulesTests {
    private static func loaded(_ files: [SourceFile]) -> RuleLoadResult {
        RuleLoader.load(files, now: Date(timeIntervalSince1970: 1_772_000_000))
    }

    private static let rules = SourceFile(path: "shop.yaml", bytes: Array(MiningCorpus.rules.utf8))

    private static func report(seed: UInt64, _ intents: [MiningIntent]) throws -> (MiningReport, RuleSet) {
        let rules = try #require(loaded([Self.rules]).ruleSet)
        var options = MiningOptions()
        options.top = 40
        var miner = TrafficMiner(rules: rules, options: options)
        for entry in MiningCorpus.make(messages: 4_000, seed: seed, intents: intents).entries { miner.add(entry) }
        return (miner.finish(), rules)
    }

    @Test(arguments: OperatorLanguage.allCases)
    func `pasted proposals pass the strict check and their own tests`(language: OperatorLanguage) async throws {
        for (seed, intents) in [(11, MiningIntent.development), (12, MiningIntent.heldOut)]
            as [(UInt64, [MiningIntent])]
        {
            let (report, rules) = try Self.report(seed: seed, intents)
            let mined = MinedRules(report, beside: rules)
            let file = SourceFile(path: "mined.yaml", bytes: Array(mined.ruleFile(language).utf8))
            let result = Self.loaded([Self.rules, file])
            let findings = result.diagnostics.map {
                "\($0.code) \($0.location.path):\($0.location.line) \($0.message.english)"
            }
            #expect(findings.isEmpty)
            let added = try #require(result.ruleSet).rules.count - rules.rules.count
            #expect(added >= 20)
            try await withTemporaryFolder { folder in
                try Data(Self.rules.bytes).write(to: folder.appending(path: "shop.yaml"))
                try Data(file.bytes).write(to: folder.appending(path: "mined.yaml"))
                let tests = mined.testFile(rules: ["shop.yaml", "mined.yaml"])
                try Data(tests.utf8).write(to: folder.appending(path: "mined_test.yaml"))
                let suites = try RuleTestSuite.load(path: folder.path)
                #expect(suites.flatMap(\.diagnostics).isEmpty)
                let reports = suites.compactMap(\.suite).map { $0.run(namesContaining: nil) }
                #expect(reports.flatMap(\.results).count == added)
                #expect(reports.map(\.failureCount) == [0], "\(reports.map { $0.render(.english) })")
            }
        }
    }

    @Test func `the effect of words is that of a run of everything`() throws {
        let (report, rules) = try Self.report(seed: 13, MiningIntent.development)
        let entries = MiningCorpus.make(messages: 4_000, seed: 13, intents: MiningIntent.development).entries
        var checked = 0
        for group in report.groups.prefix(12) {
            guard let proposal = group.proposal, group.target == .newQuestion else { continue }
            let clause = try MatchClause(any: proposal.words)
            let changed = RuleSet(
                rules: rules.rules + [
                    Rule(id: "new", clauses: [clause], cases: [try ReplyCase(MinedRules.placeholder)])
                ],
                fallback: rules.fallback,
                schedules: [],
                account: rules.account,
                limits: rules.limits
            )
            var (old, new) = (TrafficSimulation(rules: rules), TrafficSimulation(rules: changed))
            var (answers, taken, followers): (Int, Int, Set<FollowerKey>) = (0, 0, [])
            for entry in entries {
                guard case .decided(let before, _)? = old.apply(entry), case .decided(let after, _)? = new.apply(entry),
                    case .event(let event) = entry.action
                else { continue }
                if after.winner?.rule == "new", before.winner == nil {
                    answers += 1
                    followers.insert(event.follower)
                }
                if let rule = before.winner?.rule, after.winner?.rule != rule { taken += 1 }
            }
            #expect(proposal.backtest.answers == answers, "\(group.name)")
            #expect(proposal.backtest.followers == followers.count, "\(group.name)")
            #expect(taken == 0, "\(group.name)")
            checked += 1
        }
        #expect(checked >= 8)
    }

    @Test(arguments: OperatorLanguage.allCases)
    func `what an operator reads is as recorded`(language: OperatorLanguage) throws {
        let rules = try #require(Self.loaded([Self.rules]).ruleSet)
        var options = MiningOptions()
        options.top = 6
        options.listsAll = true
        var ignored = IgnoredQuestions()
        let isNoted = ignored.ignore("预售", because: "下月才开始")
        #expect(isNoted)
        var miner = TrafficMiner(rules: rules, options: options)
        let corpus = MiningCorpus.make(messages: 1_500, seed: 21, intents: MiningIntent.development)
        for entry in corpus.entries { miner.add(entry) }
        let report = miner.finish(ignoring: ignored)
        let mined = MinedRules(report, beside: rules)
        let name = language.rawValue
        try EvidenceGolden.expect(report.text(language, in: rules.account.timeZone), "mining/mine.\(name).txt")
        try EvidenceGolden.expect(mined.ruleFile(language), "mining/mined.\(name).yaml")
        if language == .chinese {
            try EvidenceGolden.expect(try report.json(), "mining/mine.json")
            try EvidenceGolden.expect(mined.testFile(rules: ["shop.yaml", "mined.yaml"]), "mining/mined_test.yaml")
        }
    }
}
