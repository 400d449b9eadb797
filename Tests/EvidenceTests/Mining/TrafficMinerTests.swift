import Foundation
import OperatorText
import RuleAuthoring
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

/// Traffic written by hand: who says what, after how many seconds.
struct Said {
    let user: Int
    let after: Int
    let text: String

    init(_ user: Int, _ after: Int, _ text: String) {
        self.user = user
        self.after = after
        self.text = text
    }

    static func entries(_ said: [Said]) -> [TrafficEntry] {
        said.enumerated()
            .map { number, said in
                let id = "20880000000000\(said.user + 10)"
                let digest = (0..<16).map { UInt8(truncatingIfNeeded: (number + 1) >> (8 * min($0, 7))) }
                return TrafficEntry(
                    number: number + 1,
                    at: DecisionConversation.moment(said.after),
                    action: .event(
                        TrafficEvent(
                            follower: FollowerKey(account: "2021000000000001", user: id),
                            key: EventKey(digest: digest),
                            isStale: false,
                            event: RuleEvent(.text(said.text), userID: id, messageID: "m\(number)")
                        )
                    )
                )
            }
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct TrafficMinerTests {
    static let rules = """
        sets:
          否定: [不要, 不用]
        rules:
          - id: 退款
            match:
              - any: [退款]
                none: [$否定]
            reply: 一到三天。
            examples: [退款怎么弄]
          - {id: 积分到期, match: [积分], reply: 年底到期。, stage: shadow}
        fallback: {reply: 没听懂。}
        """

    static func mine(
        _ said: [Said],
        _ yaml: String = rules,
        ignoring: IgnoredQuestions = IgnoredQuestions(),
        change: (inout MiningOptions) -> Void = { _ in }
    ) throws -> MiningReport {
        var options = MiningOptions()
        change(&options)
        var miner = TrafficMiner(rules: try RuleSet.load(yaml: yaml), options: options)
        for entry in Said.entries(said) { miner.add(entry) }
        return miner.finish(ignoring: ignoring)
    }

    static let invoice = [
        Said(1, 0, "能开发票吗"), Said(2, 1_000, "发票怎么开"), Said(3, 2_000, "请问发票"), Said(4, 3_000, "我要发票"),
        Said(5, 4_000, "退款怎么弄"), Said(6, 5_000, "怎么退款"),
    ]

    @Test func `texts with a common word are one group, and the word is proposed`() throws {
        let report = try Self.mine(Self.invoice)
        let group = try #require(report.groups.first)
        #expect(report.groups.count == 1)
        #expect(group.name == "发票")
        #expect(group.followers == 4)
        #expect(group.target == .newQuestion)
        #expect(group.proposal?.words == ["发票"])
        #expect(group.proposal?.backtest.answers == 4)
        #expect(group.proposal?.backtest.followers == 4)
    }

    @Test func `words that would take too long to try are listed as untried, and cheap ones are tried`() throws {
        let long = String(repeating: "，这样", count: 700)
        let said = Self.invoice.map { Said($0.user, $0.after, $0.text + long) }
        // One run reads every message of the four twice: once for the word, once by the rules.
        let cut = try Self.mine(said) { $0.trialLimit = 15_000 }
        #expect(cut.groups.allSatisfy { $0.proposal == nil && $0.refusals.map(\.reason) == [.untried] })
        #expect(!cut.groups.isEmpty)
        let whole = try Self.mine(said)
        #expect(whole.groups.allSatisfy { !$0.refusals.map(\.reason).contains(.untried) })
        let short = try Self.mine(Self.invoice) { $0.trialLimit = 15_000 }
        #expect(short.groups.first?.proposal?.words == ["发票"])
    }

    @Test func `an end in the middle leaves out what comes later, but not that a text was asked again`() throws {
        let said = [
            Said(1, 0, "怎么退款"), Said(1, 100, "怎么退款啊"), Said(2, 1_000, "能开发票吗"), Said(3, 2_000, "发票怎么开"),
            Said(4, 3_000, "怎么退款"), Said(4, 3_100, "退款"), Said(5, 4_000, "请问发票"),
        ]
        let report = try Self.mine(said) { $0.until = DecisionConversation.moment(3_001) }
        #expect((report.texts, report.notUnderstood) == (5, 2))
        #expect(report.askedAgain == ["退款": 2])
        #expect(report.span == DecisionConversation.moment(0)...DecisionConversation.moment(3_000))
        let proposed = try Self.mine(said) {
            $0.until = DecisionConversation.moment(3_001)
            $0.minimumFollowers = 2
        }
        #expect(proposed.groups.first { $0.name == "发票" }?.proposal?.backtest.answers == 2)
    }

    @Test func `a trial decides as a run of everything, with random replies and texts that only look equal`() throws {
        // The last rule tells composed from decomposed letters.
        let yaml = """
            rules:
              - {id: 问候, match: [你好], replies: [早。, 您好。, 在。], pick: random}
              - {id: 音, match: [{raw_regex: "^caf\\u00E9$"}], reply: 咖啡。}
            """
        let texts = ["cafe\u{301}", "caf\u{E9}", "你好发票", "发票", "你好", "开发票"]
        let said = (0..<60).map { Said($0 % 7, $0 * 40, texts[$0 * 5 % 6]) }
        let rules = try RuleSet.load(yaml: yaml)
        var (trial, all) = (TrafficTrial(rules: rules), TrafficSimulation(rules: rules))
        var numbers: [FollowerKey: Int32] = [:]
        for entry in Said.entries(said) {
            guard case .event(let event) = entry.action, case .decided(let decision, _)? = all.apply(entry) else {
                continue
            }
            let number = numbers[event.follower] ?? Int32(numbers.count)
            numbers[event.follower] = number
            let place = decision.winner.flatMap { winner in rules.rules.firstIndex { $0.id == winner.rule } }
            let treatment: MiningPool.Treatment = place.map { .rule(Int32($0)) } ?? .notUnderstood
            trial.add(event, number: entry.number, at: entry.at, of: number, treatment: treatment)
        }
        let result = try #require(
            trial.run(["发票"], target: .newQuestion, on: numbers.values.sorted(), isInTime: { _ in true })
        )
        var changed = TrafficSimulation(rules: try #require(trial.changed(["发票"], target: .newQuestion)).rules)
        let answers = Said.entries(said)
            .count { entry in
                if case .decided(let decision, _)? = changed.apply(entry) {
                    decision.winner?.rule == "发票"
                } else {
                    false
                }
            }
        #expect(result.answers == answers && answers > 0)
        #expect(result.taken.isEmpty, "the decomposed text came first, and does not stand for the composed one")
    }

    @Test func `a group needs its least number of followers, and repetitions count once`() throws {
        let said = [
            Said(1, 0, "能开发票吗"), Said(1, 1_000, "能开发票吗"), Said(1, 2_000, "发票怎么开"), Said(2, 3_000, "我要发票"),
        ]
        #expect(try Self.mine(said).groups.isEmpty)
        let pair = try Self.mine(said) { $0.minimumFollowers = 2 }
        #expect(pair.groups.first?.followers == 2)
        #expect(pair.groups.first?.messages == 4)
        #expect(pair.groups.first?.samples.first?.followers == 1)
    }

    @Test func `a word that takes messages from a rule is refused, and the next one is tried`() throws {
        let yaml = """
            rules:
              - {id: 退款, match: [退款], reply: 一到三天。}
              - {id: 运费, match: [运费], reply: 八元。}
            fallback: {reply: 没听懂。}
            """
        // Whichever rule the words belong to, they would take a message from the other one.
        let said = [
            Said(1, 0, "进度查询"), Said(2, 1_000, "进度查询"), Said(3, 2_000, "进度查询"), Said(4, 3_000, "进度查询呢"),
            Said(5, 4_000, "退款进度查询"), Said(6, 5_000, "运费进度查询"),
        ]
        let others = (7...40).map { Said($0, $0 * 1_000, $0 % 2 == 0 ? "退款怎么弄" : "运费八元吗") }
        let group = try #require(try Self.mine(said + others, yaml).groups.first)
        #expect(group.proposal == nil)
        #expect(group.refusals.map(\.word).count > 1)
        #expect(group.refusals.first?.word == "进度查询")
        for refusal in group.refusals {
            guard case .steals(let count, _) = refusal.reason else {
                Issue.record("\(refusal)")
                continue
            }
            #expect(count == 1)
        }
    }

    @Test func `messages that none rules out are counted`() throws {
        let said = [
            Said(1, 0, "退款多久"), Said(2, 1_000, "退钱多久到"), Said(3, 2_000, "退钱到哪"), Said(4, 3_000, "退钱呢"),
            Said(5, 4_000, "不要退钱"), Said(6, 5_000, "怎么退钱"),
        ]
        let yaml = """
            rules:
              - id: 退款
                title: 退钱
                match:
                  - any: [退款]
                    none: [不要]
                reply: 一到三天。
                examples: [退款退钱]
            fallback: {reply: 没听懂。}
            """
        let group = try #require(try Self.mine(said, yaml).groups.first)
        #expect(group.target == .rule("退款", SourceLocation(path: "rules.yaml", line: 3, column: 5)))
        #expect(group.proposal?.words == ["退钱"])
        #expect(group.proposal?.backtest.answers == 4)
        #expect(group.proposal?.backtest.ruledOut == 1)
    }

    @Test func `an answered text is mined when its follower asks again within three minutes`() throws {
        func again(_ seconds: Int) throws -> Int {
            let said = (1...4).flatMap { [Said($0, $0 * 5_000, "退款"), Said($0, $0 * 5_000 + seconds, "到底怎么退")] }
            return try Self.mine(said).askedAgain["退款"] ?? 0
        }
        #expect(try again(179) == 4)
        #expect(try again(180) == 0)
    }

    @Test func `an answered text is mined when an operator takes over within three minutes`() throws {
        let said = Said.entries([Said(1, 0, "退款"), Said(1, 5_000, "怎么退款")])
        let follower = FollowerKey(account: "2021000000000001", user: "2088000000000011")
        func mined(after seconds: Int) throws -> [String: Int] {
            let moment = DecisionConversation.moment(seconds)
            let operated = TrafficEntry(number: 3, at: moment, action: .handoff(follower, until: moment + 60))
            var miner = TrafficMiner(rules: try RuleSet.load(yaml: Self.rules))
            for entry in [said[0], operated, said[1]] { miner.add(entry) }
            return miner.finish().askedAgain
        }
        #expect(try mined(after: 179)["退款"] == 1)
        #expect(try mined(after: 180)["退款"] == nil)
    }

    @Test func `a question that a rule answers badly says so`() throws {
        let said = (1...4).flatMap { [Said($0, $0 * 5_000, "旧书退款"), Said($0, $0 * 5_000 + 20, "旧书退款")] }
        let state = try Self.mine(said).groups.first?.state
        #expect(state == .answeredBadly(rule: "退款"))
    }

    @Test func `an ignored question is not listed, and its reason is kept`() throws {
        var ignored = IgnoredQuestions()
        let isNoted = ignored.ignore("發票", because: "下月上线\t再说")
        #expect(isNoted)
        let parsed = try IgnoredQuestions(parsing: ignored.text)
        #expect(parsed == ignored)
        let report = try Self.mine(Self.invoice, ignoring: parsed)
        #expect(report.groups.isEmpty)
        #expect(report.ignoredCount == 1)
        let all = try Self.mine(Self.invoice, ignoring: parsed) { $0.listsAll = true }
        #expect(all.groups.first?.state == .ignored(word: "發票", because: "下月上线 再说"))
    }

    @Test(arguments: ["发票", "发票\t", "\t原因", "发票 原因"])
    func `a line without a word and a reason is refused by its number`(line: String) {
        #expect(throws: IgnoredQuestions.Problem.self) { try IgnoredQuestions(parsing: "# x\n\(line)\n") }
    }

    @Test func `a question that a rule on trial would answer is solved`() throws {
        let said = (1...4).map { Said($0, $0 * 1_000, "积分什么时候到期") }
        let report = try Self.mine(said) { $0.listsAll = true }
        #expect(report.groups.first?.state == .solved(rule: "积分到期", stage: .shadow))
        #expect(report.solvedCount == 1)
        #expect(report.newCount == 0)
    }

    @Test func `a text that its rules did not understand, and these do, is solved`() throws {
        var miner = TrafficMiner(rules: try RuleSet.load(yaml: Self.rules))
        for entry in Said.entries((1...4).map { Said($0, $0 * 1_000, "退款怎么弄") }) {
            miner.add(entry, recorded: .notUnderstood)
        }
        #expect(miner.finish().solvedCount == 1)
    }

    @Test func `only messages since a moment are mined`() throws {
        let report = try Self.mine(Self.invoice) { $0.since = DecisionConversation.moment(1_500) }
        #expect(report.texts == 4)
        #expect(report.groups.isEmpty)
    }

    @Test func `recent questions come before older ones of as many followers`() throws {
        let old = (1...4).map { Said($0, $0 * 100, "停车位在哪") }
        let new = (5...8).map { Said($0, 20 * 86_400 + $0 * 100, "礼品卡余额") }
        #expect(try Self.mine(old + new).groups.map(\.followers) == [4, 4])
        #expect(try Self.mine(old + new).groups.first?.name.contains("礼品卡") == true)
    }

    @Test func `long and repeating texts do not cost more than their share`() throws {
        let texts = [
            String(repeating: "哈", count: 5_000), String(repeating: "发票", count: 3_000),
            String(repeating: "a", count: 9_000), String(repeating: "ab ", count: 3_000),
            String(repeating: "\u{301}", count: 4_000),
        ]
        let said = (0..<200).map { Said($0 % 40, $0 * 700, texts[$0 % texts.count] + "\($0)") }
        let report = try Self.mine(said)
        #expect(report.texts == 200)
    }
}
