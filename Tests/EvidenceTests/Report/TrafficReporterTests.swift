import Evidence
import Foundation
import OperatorText
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct TrafficReporterTests {
    private static let rules = """
        rules:
          - {id: 退款, match: [退款, 退钱], reply: 请发单号。, cooldown: 60s}
          - {id: 运费, match: [运费], reply: 运费 8 元。}
          - {id: 人工, match: [人工], reply: 稍候。, handoff: {for: 30m}}
          - {id: 春节, match: [春节], reply: 放假。, stage: shadow}
          - {id: 团购, match: [团购], reply: 请留言。}
        fallback: {reply: 没听懂。}
        """

    private static let day = 86_400

    /// Two days: a quiet one, and one with everything.
    private static let said = [
        Said(1, 0, "退款"), Said(2, 3_000, "运费"),
        Said(1, day + 100, "退款"), Said(1, day + 110, "退款"), Said(1, day + 130, "人工"),
        Said(2, day + 3_000, "怎么退钱"), Said(2, day + 3_060, "天气"), Said(3, day + 6_000, "春节营业吗"),
        Said(3, day + 9_000, "退款"), Said(4, day + 9_000, "<b>天气</b>"),
    ]

    private static func report(
        _ said: [Said] = said,
        recorded: (Said) -> ConversationTurn.Treatment? = { _ in nil },
        extra: [TrafficEntry] = []
    ) throws -> TrafficReport {
        let start = DecisionConversation.moment(day)
        var reporter = TrafficReporter(
            rules: try RuleSet.load(yaml: rules),
            from: start,
            to: DecisionConversation.moment(2 * day)
        )
        var entries: [(TrafficEntry, ConversationTurn.Treatment?)] = extra.map { ($0, nil) }
        for (entry, own) in zip(Said.entries(said), said) { entries.append((entry, recorded(own))) }
        for (entry, treatment) in entries.sorted(by: { $0.0.at < $1.0.at }) { reporter.add(entry, recorded: treatment) }
        return reporter.finish()
    }

    @Test func `messages are counted in their time`() throws {
        let report = try Self.report()
        #expect(report.basis == .simulated)
        #expect((report.before.messages, report.before.answered, report.before.notUnderstood) == (2, 2, 0))
        #expect((report.present.messages, report.present.followers) == (8, 4))
        #expect((report.present.answered, report.present.notUnderstood) == (4, 3))
        #expect(report.present.silent == [.cooldown: 1])
        #expect(report.present.unknownTexts.map(\.text).contains("天气"))
    }

    @Test func `a rule has its hits, followers, last hit and follow-ups`() throws {
        let figures = try #require(try Self.report().present.rules.first { $0.rule == "退款" })
        #expect((figures.hits, figures.followers, figures.cooled) == (3, 3, 1))
        #expect(figures.last == DecisionConversation.moment(Self.day + 9_000))
        #expect(figures.followUps[.askedAgain] == 1)
        #expect(figures.followUps[.metFallback] == 1)
        #expect(figures.followUps[.content] == 1)
        #expect(figures.followUps[.askedForPerson] == 0)
    }

    @Test func `rules without a hit, words without use and hits on trial are named`() throws {
        let report = try Self.report()
        #expect(report.deadRules.map(\.id) == ["团购"])
        #expect(report.present.rules.first { $0.rule == "春节" }?.wouldAnswer == 1)
        #expect(report.unusedWords.isEmpty)
        let less = try Self.report(Self.said.filter { $0.text != "怎么退钱" })
        #expect(less.unusedWords.map(\.rule) == ["退款"])
        #expect(less.unusedWords.map(\.words) == [["退钱"]])
    }

    @Test func `a hand-off lasts until an operator ends it, or its time is over`() throws {
        let user = FollowerKey(account: "2021000000000001", user: "2088000000000011")
        func operators(_ seconds: Int, until: Int?) -> TrafficEntry {
            TrafficEntry(
                number: 900 + seconds,
                at: DecisionConversation.moment(seconds),
                action: .handoff(user, until: until.map { DecisionConversation.moment($0) })
            )
        }
        let whole = try Self.report().present.handoffs
        #expect((whole.byRules, whole.byOperators, whole.seconds, whole.open) == (1, 0, [1_800], 0))
        let ended = try Self.report(extra: [operators(Self.day + 730, until: nil)]).present.handoffs
        #expect(ended.seconds == [600])
        let own = try Self.report(extra: [operators(Self.day + 50_000, until: 3 * Self.day)]).present.handoffs
        #expect((own.byRules, own.byOperators, own.seconds, own.open) == (1, 1, [1_800], 1))
    }

    @Test func `an operator who takes over within ten minutes was called`() throws {
        let follower = FollowerKey(account: "2021000000000001", user: "2088000000000013")
        func figures(after seconds: Int) throws -> FollowUpCounts? {
            let moment = DecisionConversation.moment(Self.day + 9_000 + seconds)
            let operated = TrafficEntry(number: 900, at: moment, action: .handoff(follower, until: moment + 60))
            return try Self.report(extra: [operated]).present.rules.first { $0.rule == "退款" }?.followUps
        }
        #expect(try figures(after: 599)?[.askedForPerson] == 1)
        #expect(try figures(after: 600)?[.askedForPerson] == 0)
    }

    @Test func `recorded decisions outweigh the rules as they are`() throws {
        let report = try Self.report(recorded: { $0.text == "运费" ? .notUnderstood : .rule("旧规则") })
        #expect(report.basis == .recorded)
        #expect(report.before.notUnderstood == 1)
        #expect(report.present.rules.map(\.rule) == ["旧规则"])
        #expect(report.present.answered == 8)
    }

    @Test func `recorded decisions of these rules give the figures of a recording`() throws {
        var simulation = TrafficSimulation(rules: try RuleSet.load(yaml: Self.rules))
        var recorded: [String: ConversationTurn.Treatment] = [:]
        // As a store has them: a silence names its reason, but no rule.
        for (entry, said) in zip(Said.entries(Self.said), Self.said) {
            guard case .decided(let decision, _)? = simulation.apply(entry) else { continue }
            let key = "\(said.user) \(said.after)"
            switch decision.outcome {
            case .replied(let rule): recorded[key] = rule == Fallback.id ? .notUnderstood : .rule(rule)
            case .silent(let reason): recorded[key] = reason == .unmatched ? .notUnderstood : .silent(reason)
            }
        }
        #expect(recorded.values.contains(.silent(.cooldown)))
        let (own, stored) = (try Self.report(), try Self.report(recorded: { recorded["\($0.user) \($0.after)"] }))
        #expect(stored.basis == .recorded)
        // The shadow hits are recorded too, and there are none here.
        let rules = own.present.rules.filter { $0.wouldAnswer == 0 }
        #expect(stored.present.rules.map(\.cooled) == rules.map(\.cooled))
        #expect(stored.present.rules.map(\.hits) == rules.map(\.hits))
        #expect(stored.present.silent == own.present.silent)
        #expect(stored.present.notUnderstood == own.present.notUnderstood)
    }

    @Test func `a recorded silence counts for the rule that it names, whatever the rules say now`() throws {
        let start = DecisionConversation.moment(Self.day)
        func report(taker: String?) throws -> TrafficReport {
            var reporter = TrafficReporter(
                rules: try RuleSet.load(yaml: Self.rules),
                from: start,
                to: DecisionConversation.moment(2 * Self.day)
            )
            let said = [Said(1, Self.day + 10, "运费"), Said(1, Self.day + 20, "退款")]
            let recorded: [ConversationTurn.Treatment] = [.rule("运费"), .silent(.cooldown)]
            for (entry, treatment) in zip(Said.entries(said), recorded) {
                reporter.add(entry, recorded: treatment, recordedTaker: treatment == .rule("运费") ? nil : taker)
            }
            return reporter.finish()
        }
        let fallback = try report(taker: "fallback")
        #expect(fallback.present.followUps[.metFallback] == 1 && fallback.present.followUps[.askedAgain] == 0)
        #expect(fallback.present.notUnderstood == 1 && fallback.present.rules.map(\.rule) == ["运费"])
        let rule = try report(taker: "旧规则")
        #expect(rule.present.followUps[.askedAgain] == 1)
        #expect(rule.present.rules.first { $0.rule == "旧规则" }?.cooled == 1)
        // A decision of an earlier version names none, and the rules as they are stand in for it.
        #expect(try report(taker: nil).present.rules.first { $0.rule == "退款" }?.cooled == 1)
    }

    @Test func `a rule for other events that answered one is not dead`() throws {
        let yaml = "rules:\n  - {id: 关注, event: follow, reply: 欢迎。}\n  - {id: 菜单, event: click, menu: [A], reply: 看。}"
        var reporter = TrafficReporter(
            rules: try RuleSet.load(yaml: yaml),
            from: DecisionConversation.moment(0),
            to: DecisionConversation.moment(Self.day)
        )
        let key = FollowerKey(account: "2021000000000001", user: "2088000000000011")
        let event = TrafficEvent(
            follower: key,
            key: EventKey(digest: Array(repeating: 1, count: 16)),
            isStale: false,
            event: RuleEvent(.follow(scene: nil), userID: key.user, messageID: "m")
        )
        reporter.add(TrafficEntry(number: 1, at: DecisionConversation.moment(10), action: .event(event)))
        let report = reporter.finish()
        #expect(report.deadRules.map(\.id) == ["菜单"])
        #expect(report.present.messages == 0)
    }

    @Test func `an end in the middle leaves out what comes later, but not what followers did next`() throws {
        let end = DecisionConversation.moment(Self.day + 120)
        func report(_ said: [Said]) throws -> TrafficReport.Period {
            var reporter = TrafficReporter(
                rules: try RuleSet.load(yaml: Self.rules),
                from: DecisionConversation.moment(Self.day),
                to: end,
                excludingEnd: true
            )
            for entry in Said.entries(said) { reporter.add(entry) }
            return reporter.finish().present
        }
        let said = [
            Said(1, Self.day + 100, "退款"), Said(3, Self.day + 110, "人工"), Said(2, Self.day + 120, "运费"),
            Said(1, Self.day + 130, "人工"), Said(3, Self.day + 9_000, "谢谢"),
        ]
        let whole = try report(said)
        #expect((whole.messages, whole.answered) == (2, 2))
        // The hand-off that began in time was still open at the end.
        #expect((whole.handoffs.byRules, whole.handoffs.open) == (1, 1))
        #expect(whole.followUps[.askedForPerson] == 1)
        // Without later entries, what the follower did next is not known.
        #expect(try report(Array(said.prefix(1))).followUps.unknown == 1)
    }

    @Test(arguments: OperatorLanguage.allCases)
    func `what an operator reads is as recorded`(language: OperatorLanguage) throws {
        let report = try Self.report()
        let tables = ReportTables(report, in: RuleAccount().timeZone)
        try EvidenceGolden.expect(tables.text(language), "report/report.\(language.rawValue).txt")
        try EvidenceGolden.expect(tables.page(language), "report/report.\(language.rawValue).html")
        if language == .chinese { try EvidenceGolden.expect(try report.json(), "report/report.json") }
    }

    @Test func `a page shows a customer's markup as text`() throws {
        let page = ReportTables(try Self.report(), in: RuleAccount().timeZone).page(.chinese)
        #expect(!page.contains("<b>天气"))
        #expect(page.contains("b&gt;天气"))
        #expect(!page.contains("<script"))
    }

    @Test(arguments: 0..<20)
    func `the parts of a time add up, whatever happens`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let texts = ["退款", "退钱", "运费", "人工", "春节", "团购", "天气", ""]
        var moment = 0
        let said = (0..<400)
            .map { _ in
                moment += Int.random(in: 0..<900, using: &random)
                return Said(Int.random(in: 0..<9, using: &random), moment, texts.randomElement(using: &random) ?? "")
            }
        let report = try Self.report(said)
        for period in [report.present, report.before] {
            let silent = period.silent.values.reduce(0, +)
            #expect(period.answered + period.notUnderstood + silent == period.messages, "seed \(seed)")
            let rules = period.rules
            #expect(rules.reduce(0) { $0 + $1.hits } == period.answered, "seed \(seed)")
            for figures in rules {
                let followUps = FollowUp.allCases.reduce(figures.followUps.unknown) { $0 + figures.followUps[$1] }
                #expect(followUps == figures.hits, "seed \(seed), \(figures.rule)")
                #expect(figures.followers <= figures.hits)
            }
            let handoffs = period.handoffs
            #expect(handoffs.open >= 0, "seed \(seed)")
            #expect(handoffs.seconds.allSatisfy { (0...1_800).contains($0) || handoffs.byOperators > 0 })
        }
    }
}
