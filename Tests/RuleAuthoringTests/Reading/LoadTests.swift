import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct LoadTests {
    private func load(_ texts: String...) -> RuleLoadResult {
        RuleLoader.load(
            texts.enumerated().map { SourceFile(path: "\($0 + 1).yaml", bytes: Array("version: 1\n\($1)".utf8)) }
        )
    }

    private func rule(_ text: String) throws -> Rule {
        let result = load(
            "rules:\n  - id: 规则\n" + text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        )
        #expect(result.diagnostics.filter { $0.severity == .error }.map(\.message.english).isEmpty)
        return try #require(result.ruleSet?.rules.first)
    }

    @Test func `the example shop loads without a finding`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let shop = root.appending(path: "rules/shop.yaml").path
        let result = RuleLoader.load(try RuleFileReader.read(shop))
        #expect(result.diagnostics.map(\.message.chinese).isEmpty)
        let rules = try #require(result.ruleSet)
        #expect(rules.rules.count == 11)
        #expect(rules.rules.map(\.order) == Array(0..<11))
        #expect(rules.account.name == "桐城书店")
        #expect(rules.fallback?.suggestions == 3)
        #expect(rules.rules[8].cases.map(\.condition.schedule) == ["营业时间", nil])
        #expect(rules.rules[9].clauses[0].exact.count == 6)
    }

    @Test func `every scalar is its text`() throws {
        let rule = try rule("match: [0627, no, ~, 12:30, null, 1e3, 0x1F, 2026-02-10, TRUE]\nreply: on")
        let words = ["0627", "no", "~", "12:30", "null", "1e3", "0x1F", "2026-02-10", "TRUE"]
        #expect(rule.clauses[0].any.map(\.text) == words)
    }

    @Test func `all keys of a rule are read`() throws {
        let rule = try rule(
            """
            title: 标题
            match:
              - {exact: 一, prefix: 二, suffix: [三], any: [四, $$五], all: [六, 七], none: [八], regex: 九, raw_regex: X}
            when: {dates: [2026-02-10, 2026-03-01..2026-03-02], first_contact: no}
            priority: -1000
            stage: shadow
            cooldown: 10m
            while_cooling: next
            also: yes
            during_handoff: true
            lifetime: 2h
            ignore: {RB203: 有意为之}
            pick: random
            replies: [一, {text: 二, weight: 3}]
            ask: {slot: 单号, for: 1d}
            handoff: {for: 30m, notify: 客服群}
            """
        )
        let clause = rule.clauses[0]
        #expect(
            [clause.exact, clause.prefix, clause.suffix, clause.any, clause.all, clause.none].map(\.count) == [
                1, 1, 1, 2, 2, 1,
            ]
        )
        #expect(clause.any.map(\.text) == ["四", "$五"])
        #expect(clause.patterns.map(\.isRaw) == [false, true])
        #expect(rule.condition.dates.map(\.upperBound.description) == ["2026-02-10", "2026-03-02"])
        #expect(rule.condition.firstContact == false)
        #expect((rule.priority, rule.stage, rule.lifetime) == (-1_000, .shadow, 7_200))
        #expect(rule.cooldown?.seconds == 600)
        #expect(rule.cooldown?.whileCooling == .next)
        #expect(rule.continues && rule.isActiveDuringHandoff)
        #expect(rule.ignored == ["RB203": "有意为之"])
        #expect(rule.cases.map(\.pick) == [.random])
        #expect(rule.cases[0].replies.map(\.weight) == [1, 3])
        #expect(rule.cases[0].ask?.seconds == 86_400)
        #expect(rule.cases[0].handoff?.notify == "客服群")
    }

    @Test func `a case has the rule's question and hand-off unless it has its own`() throws {
        let rule = try rule(
            """
            match: [词]
            ask: {slot: 甲, for: 1m}
            handoff: {for: 1m}
            cases:
              - {when: {first_contact: true}, reply: 一, ask: {slot: 乙, for: 2m}}
              - {handoff: {for: 5m}}
            """
        )
        #expect(rule.cases.map(\.ask?.slot) == ["乙", "甲"])
        #expect(rule.cases.map(\.handoff?.seconds) == [60, 300])
        #expect(rule.cases.map(\.replies.count) == [1, 0])
    }

    @Test func `a rule that waits for an answer needs no match`() throws {
        let result = load(
            """
            rules:
              - {id: 问, match: [问], reply: 请说, ask: {slot: 名, for: 1m}}
              - {id: 答, when: {asked: 名}, reply: '你好 {{slot.名}}'}
            """
        )
        #expect(result.ruleSet?.rules[1].clauses.isEmpty == true)
    }

    @Test func `the line end of a block text is not sent`() throws {
        let rule = try rule("match: [词]\nreply: |\n  一\n  二\n")
        guard case .text(let template) = rule.cases[0].replies[0].content else {
            Issue.record("not a text")
            return
        }
        #expect(template.text == "一\n二")
    }

    @Test func `files share sets, schedules and slots`() {
        let result = load(
            "sets: {问候: [你好, $更多]}\nrules: [{id: 问, match: [$问候], reply: 请说, ask: {slot: 名, for: 1m}}]",
            """
            sets: {更多: [您好, 你好]}
            schedules: {营业: {open: [{days: mon, hours: "09:00-18:00"}]}}
            account: {name: 店}
            """,
            "rules: [{id: 答, match: [x], when: {asked: 名, schedule: 营业}, reply: '{{account.name}}'}]"
        )
        #expect(result.diagnostics.map(\.message.english).isEmpty)
        #expect(result.ruleSet?.rules[0].clauses[0].any.map(\.text) == ["你好", "您好"])
    }

    @Test(arguments: [
        ("account: {name: 甲}", "account: {name: 乙}"), ("fallback: {reply: 一}", "fallback: {reply: 二}"),
        ("limits: {daily_per_user: 9}", "limits: {daily_per_user: 8}"), ("sets: {甲: [一]}", "sets: {甲: [二]}"),
        ("rules: [{id: 甲, match: [一], reply: 一}]", "rules: [{id: 甲, match: [二], reply: 二}]"),
    ])
    func `a second copy of a single section is refused, with both places`(first: String, second: String) throws {
        let finding = try #require(load(first, second).diagnostics.first)
        #expect(finding.code == "RB011")
        #expect(finding.location.path == "2.yaml")
        #expect(finding.related.map(\.location.path) == ["1.yaml"])
    }

    @Test func `an unreadable file does not make the names of others unknown`() {
        let result = load("sets: {问候: [你好]", "rules: [{id: 问, match: [$问候], reply: '{{slot.甲|默认值:乙}}'}]")
        #expect(result.diagnostics.map(\.code) == ["RB003"])
        #expect(result.ruleSet == nil)
    }

    @Test func `no file is no rule`() {
        #expect(RuleLoader.load([]).ruleSet?.rules.isEmpty == true)
    }

    @Test func `Windows line ends change nothing`() {
        let text = "rules:\r\n  - id: 甲\r\n    match: [一]\r\n    rply: 一\r\n"
        let result = load(text)
        #expect(result.diagnostics.map(\.location.line) == [5])
        #expect(result.sources["1.yaml"]?.line(5) == "    rply: 一")
    }

    @Test(arguments: [
        ("event: image, when: {asked: 截图}, reply: '{{slot.截图}}'", ["RB031"]),
        ("event: image, cases: [{when: {asked: 截图}, reply: '{{slot.截图}}'}, {reply: 好}]", ["RB031"]),
        ("event: image, when: {asked: 截图}, reply: '{{slot.截图|默认值:图}}'", []),
        ("when: {asked: 截图}, reply: '{{slot.截图}}'", []),
    ])
    func `only a text fills the slot that was asked for`(rule: String, codes: [String]) {
        let result = load(
            "rules: [{id: 问, match: [问], reply: 请说, ask: {slot: 截图, for: 1m}}, {id: 答, \(rule)}]"
        )
        #expect(result.diagnostics.filter { $0.severity == .error }.map(\.code) == codes)
    }

    @Test func `a case without a reply is enough where the rule hands off`() throws {
        let rule = try rule("match: [词]\nhandoff: {for: 1m}\ncases: [{when: {first_contact: true}}, {reply: 二}]")
        #expect(rule.cases.map(\.replies.count) == [0, 1])
        #expect(rule.cases.map(\.handoff?.seconds) == [60, 60])
        let bare = load("rules: [{id: 甲, match: [词], cases: [{when: {first_contact: true}}]}]")
        #expect(bare.diagnostics.map(\.code) == ["RB010"])
    }
}
