import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ShopTests {
    private func suite() throws -> RuleTestSuite {
        let loaded = try RuleTestSuite.load(path: DecisionShop.path("shop_test.yaml"))
        #expect(loaded.flatMap(\.diagnostics).filter { $0.severity == .error }.isEmpty)
        return try #require(loaded.first?.suite)
    }

    @Test func `the example shop passes its tests`() throws {
        let report = try suite().run()
        #expect(report.results.count == 12)
        #expect(report.isSuccess, "\(report.render(.english))")
        #expect(report.coverage.uncoveredRules.isEmpty)
    }

    @Test(arguments: [
        ("match: [退款进度, 退款到哪了]", "match: [退款到哪了]", "更长的关键词优先"),
        ("cooldown: 60m", "cooldown: 5m", "兜底 60 分钟最多一次"),
        (
            "closed_on: [\"2026-02-16..2026-02-22\", \"2027-02-05..2027-02-11\"]", "closed_on: [\"2026-02-23\"]",
            "下班、春节、调休"
        ),
        ("handoff: {for: 30m, notify: 客服群}", "handoff: {for: 5m}", "上班时间转人工并静音 30 分钟"),
        ("menu: [NEW_BOOKS]", "menu: [OLD_BOOKS]", "事件"),
        ("stage: test", "stage: live", "测试中的规则只对测试人员生效"),
    ])
    func `a changed rule makes its test fail`(before: String, after: String, test: String) throws {
        let text = try DecisionShop.text("shop.yaml")
        #expect(text.contains(before))
        let changed = text.replacing(before, with: after).replacing("examples:", with: "ignore: {RB105: 改动}\n    x:")
        let yaml = changed.split(separator: "\n").filter { !$0.contains("x: [") && !$0.contains("counter_") }
        let bytes = Array(yaml.joined(separator: "\n").utf8)
        let loaded = RuleLoader.load([SourceFile(path: "shop.yaml", bytes: bytes)])
        let rules = try #require(loaded.ruleSet, "\(loaded.diagnostics.map(\.message.english))")
        let report = RuleTestRunner(rules: rules, goldens: [:]).run(try suite().tests)
        #expect(report.results.filter(\.isFailure).map(\.name) == [test])
        #expect(!report.isSuccess)
    }
}
