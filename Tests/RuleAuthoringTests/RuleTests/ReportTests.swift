import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ReportTests {
    static let tests = """
          - name: 更长的关键词优先
            say: [退款, 退款查询]
            expect: {rule: stopped}
          - name: 拼错的规则
            say: 你好
            expect: {rule: greetin, messages: 2}
          - name: 没有命中
            say: 天气
            expect: {rule: refund}
          - name: 输给别的规则
            say: 退款全部
            expect: {rule: many}
          - name: 已知的缺口
            todo: 等新版词库
            say: 天气
            expect: {rule: refund}
          - name: 已经修好
            todo: 等新版词库
            say: 退款
            expect: {rule: refund}
          - name: 通过
            say: 退款
            expect: {rule: refund}
        """

    @Test(arguments: OperatorLanguage.allCases)
    func `a report says what is different and why`(language: OperatorLanguage) throws {
        let report = try RuleTestTrial(tests: Self.tests).run(RuleSet.load(yaml: RuleTestTrial.rules))
        try DecisionGolden.expect(report.render(language), "report.\(language.rawValue).txt")
    }

    @Test func `a todo that fails is no failure, and one that passes is`() throws {
        let report = try RuleTestTrial(tests: Self.tests).run(RuleSet.load(yaml: RuleTestTrial.rules))
        let statuses = Dictionary(uniqueKeysWithValues: report.results.map { ($0.name, $0.status) })
        #expect(statuses["已知的缺口"] == .todo(reason: "等新版词库"))
        #expect(statuses["已经修好"] == .passedTodo(reason: "等新版词库"))
        #expect(report.results.filter(\.isFailure).count == 5)
        #expect(report.failureCount == 5)
    }

    @Test func `coverage counts rules, cases and clauses`() throws {
        let rules = try RuleSet.load(
            yaml: """
                schedules: {白天: {open: [{days: mon-sun, hours: "09:00-18:00"}]}}
                rules:
                  - id: a
                    match: [{exact: [一]}, {any: [一号]}]
                    cases: [{when: {schedule: 白天}, reply: 开}, {reply: 关}]
                  - {id: b, match: [二], reply: c}
                  - {id: c, stage: off, match: [三], reply: d}
                """
        )
        let coverage = try RuleTestTrial(tests: "  - {name: t, say: 一, expect: {rule: a}}").run(rules).coverage
        #expect(coverage.ruleShare == RuleTestCoverage.Share(covered: 1, total: 2))
        #expect(coverage.caseShare == RuleTestCoverage.Share(covered: 1, total: 3))
        #expect(coverage.clauseShare == RuleTestCoverage.Share(covered: 1, total: 3))
        #expect(coverage.uncoveredRules == ["b"])
        #expect(coverage.uncoveredCases.map { "\($0.rule) \($0.number)" } == ["a 2", "b 1"])
        #expect(coverage.uncoveredClauses.map { "\($0.rule) \($0.number)" } == ["a 2", "b 1"])
        #expect(coverage.percent == 37)
        #expect(
            coverage.uncoveredLines(.english) == [
                "  a clause 2  rules.yaml:5", "  a case 2  rules.yaml:6", "  rule b  rules.yaml:7",
            ]
        )
    }

    @Test func `a report names cases and clauses that never won, and nothing when only some tests ran`() throws {
        let rules = try RuleSet.load(
            yaml: """
                rules:
                  - id: a
                    match: [{exact: [一]}, {any: [一号]}]
                    cases: [{when: {first_contact: true}, reply: 开}, {reply: 关}]
                  - {id: b, match: [二], reply: c}
                """
        )
        let file = try #require(RuleTestTrial(tests: "  - {name: t, say: 一, expect: {rule: a}}").file)
        let suite = RuleTestSuite(path: "t", rules: rules, tests: file.tests, goldens: [:])
        #expect(
            suite.run().render(.english)
                == "1 test, 0 failed; rules covered 1/2 (not: b), cases 1/3 (not: a case 2), clauses 1/3 (not: a clause 2)"
        )
        #expect(
            suite.run().render(.chinese)
                == "1 个测试，0 个失败；规则覆盖 1/2（未覆盖：b），情形 1/3（未覆盖：a 第 2 种情形），匹配条件 1/3（未覆盖：a 的匹配条件 2）"
        )
        #expect(suite.run(namesContaining: "t").render(.english) == "1 test, 0 failed")
    }

    @Test func `a rule in the shadow is neither covered nor missing`() throws {
        let rules = try RuleSet.load(
            yaml: """
                rules:
                  - {id: a, match: [一], reply: b}
                  - {id: c, stage: shadow, match: [一, 二], reply: d}
                """
        )
        let coverage = try RuleTestTrial(tests: "  - {name: t, say: 一, expect: {rule: a, shadow: [c]}}").run(rules)
            .coverage
        #expect(coverage.ruleShare == RuleTestCoverage.Share(covered: 1, total: 1))
        #expect(coverage.uncoveredRules == [])
        #expect(coverage.percent == 100)
    }

    @Test func `a run without a test is no success`() throws {
        let file = try #require(RuleTestTrial(tests: Self.tests).file)
        let suite = RuleTestSuite(
            path: "t",
            rules: try RuleSet.load(yaml: RuleTestTrial.rules),
            tests: file.tests,
            goldens: [:]
        )
        #expect(!suite.run(namesContaining: "没有这样的测试").isSuccess)
        #expect(suite.run(namesContaining: "通过").isSuccess)
    }
}
