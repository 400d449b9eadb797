import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ExpectationTests {
    @Test(arguments: [
        "{say: 退款, expect: {rule: refund, not_rule: progress, case: 1, type: text, reply: 已受理退款}}",
        "{say: 退款, expect: {reply_contains: [受理, 退款], messages: 1, handoff: false, asked: none, shadow: []}}",
        "{say: 进度123, expect: {rule: progress, captures: {号: '123'}, reply: 单号 123}}",
        "{say: 全部, expect: {messages: 2, reply: \"一\\n二\"}}",
        "{say: 快递, expect: {asked: 单号}}",
        "{say: 人工, expect: {handoff: true}}",
        "{say: 退款政策, expect: {rule: refund, shadow: [trial]}}",
        "{say: 天气, expect: {rule: fallback, not_rule: refund}}",
        "{event: {click: BOOKS}, expect: {rule: books, type: articles, reply_contains: 新书}}",
        "{event: {enter: s1}, expect: {rule: scene}}",
        "{event: {follow: s1}, expect: {silent: unmatched, messages: 0}}",
        "{event: image, expect: {silent: unmatched}}",
        "{event: unfollow, expect: {silent: unmatched}}",
        "{say: [退款, 我要退款], expect: {rule: refund}}",
        "{steps: [{say: 你好, expect: {rule: greeting}}, {say: 你好, at: +9m, expect: {silent: cooldown}}]}",
        "{steps: [{say: 人工, expect: {handoff: true}}, {say: 你好, at: +29m, expect: {silent: handoff}}]}",
        "{steps: [{say: 快递, expect: {asked: 单号}}, {say: '1234', at: +1m, expect: {rule: answer, asked: none}}]}",
        "{say: [你好, 你好], expect: {rule: greeting}}",
        "{say: 退款, expect: {golden: refund.txt}}",
    ])
    func `an expectation that holds passes`(test: String) throws {
        let trial = RuleTestTrial(tests: "  - \(Self.named(test))")
        let report = try trial.run(RuleSet.load(yaml: RuleTestTrial.rules), goldens: ["refund.txt": "已受理退款\n"])
        #expect(report.isSuccess, "\(report.render(.english))")
        #expect(report.results.count == 1)
    }

    @Test(arguments: [
        ("{say: 退款, expect: {rule: progress}}", "rule", "progress", "refund ← keyword \"退款\" (2 characters)"),
        ("{say: 天气, expect: {rule: refund}}", "rule", "refund", "fallback"),
        ("{say: 退款, expect: {rule: fallback}}", "rule", "fallback", "refund ← keyword \"退款\" (2 characters)"),
        ("{say: 退款, expect: {not_rule: refund}}", "not_rule", "not refund", nil),
        ("{say: 退款, expect: {not_rule: refnud}}", "not_rule", "refnud", "the rule files have no such rule"),
        ("{say: 退款, expect: {case: 2}}", "case", "2", "1"),
        ("{say: 天气, expect: {case: 1}}", "case", "1", "fallback"),
        ("{say: 退款, expect: {type: articles}}", "type", "articles", "text"),
        ("{event: image, expect: {type: text}}", "type", "text", "silent: no rule is for this"),
        ("{say: 退款, expect: {reply: 已受理}}", "reply", "已受理", "已受理退款"),
        ("{say: 退款, expect: {reply_contains: [受理, 拒绝]}}", "reply_contains", "拒绝", "已受理退款"),
        ("{say: 进度123, expect: {captures: {号: '12'}}}", "captures.号", "12", "123"),
        ("{say: 进度123, expect: {captures: {单: '12'}}}", "captures.单", "12", "no capture"),
        ("{say: 退款, expect: {silent: cooldown}}", "silent", "cooldown", nil),
        ("{event: image, expect: {silent: quota}}", "silent", "quota", "silent: no rule is for this"),
        ("{say: 退款政策, expect: {shadow: []}}", "shadow", "(none)", "trial"),
        ("{say: 退款, expect: {shadow: [trial]}}", "shadow", "trial", "(none)"),
        ("{say: 退款, expect: {messages: 2}}", "messages", "2", "1"),
        ("{say: 退款, expect: {handoff: true}}", "handoff", "true", "false"),
        ("{say: 快递, expect: {asked: none}}", "asked", "none", "单号"),
        ("{say: 退款, expect: {asked: 单号}}", "asked", "单号", "none"),
        ("{say: 退款, expect: {golden: other.txt}}", "golden", "the file other.txt (it does not exist)", "已受理退款"),
        ("{say: 退款, expect: {golden: refund.txt}}", "golden", "旧的回复", "已受理退款"),
    ])
    func `an expectation that does not hold is named`(
        test: String,
        field: String,
        expected: String,
        actual: String?
    ) throws {
        let trial = RuleTestTrial(tests: "  - \(Self.named(test))")
        let report = try trial.run(RuleSet.load(yaml: RuleTestTrial.rules), goldens: ["refund.txt": "旧的回复\n"])
        #expect(!report.isSuccess)
        let mismatch = try #require(report.results.first?.failures.first?.mismatches.first)
        #expect(mismatch.field == field)
        #expect(mismatch.expected.english == expected)
        if let actual { #expect(mismatch.actual.english == actual) }
    }

    @Test func `only the keys given are compared, and each is`() throws {
        let trial = RuleTestTrial(
            tests: "  - {name: t, say: 退款, expect: {rule: progress, messages: 9, type: text, reply: x}}"
        )
        let report = try trial.run(RuleSet.load(yaml: RuleTestTrial.rules))
        let fields = report.results.flatMap(\.failures).flatMap(\.mismatches).map(\.field)
        #expect(fields == ["rule", "reply", "messages"])
    }

    @Test func `each follower of a conversation has a state of its own`() throws {
        let trial = RuleTestTrial(
            tests: """
                  - name: t
                    steps:
                      - {say: 你好, expect: {rule: greeting}}
                      - {say: 你好, user: "2088000000000001", expect: {rule: greeting}}
                      - {say: 你好, expect: {silent: cooldown}}
                """
        )
        #expect(try trial.run(RuleSet.load(yaml: RuleTestTrial.rules)).isSuccess)
    }

    private static func named(_ test: String) -> String {
        "{name: t, " + test.dropFirst()
    }

    @Test(arguments: [
        "{say: x, expect: {reply: \"e\\u0301\"}}",
        "{say: x, expect: {reply_contains: \"e\\u0301\"}}",
        "{say: yé, expect: {captures: {字: \"e\\u0301\"}}}",
        "{say: x, expect: {golden: decomposed.txt}}",
    ])
    func `another spelling of the same letter is another text`(test: String) throws {
        let rules = try RuleSet.load(
            yaml: """
                rules:
                  - {id: a, match: [x], reply: "\u{E9}"}
                  - {id: b, match: {raw_regex: '^y(?<字>.)$'}, reply: b}
                """
        )
        let trial = RuleTestTrial(tests: "  - \(Self.named(test))")
        let report = try trial.run(rules, goldens: ["decomposed.txt": "e\u{301}\n"])
        #expect(report.failureCount == 1)
        #expect(report.goldenReplies.allSatisfy { $0.isChanged && $0.difference.contains("\n+ ") })
    }

    private static let counted = "rules: [{id: any, match: {regex: '[0-9]'}, reply: 好}]\nfallback: {reply: 兜底}"

    @Test func `a rule test sees the limits, too`() throws {
        let steps = [
            "{say: 1, expect: {rule: any}}", "{say: 1, at: +9s, expect: {silent: repeated}}",
            "{say: 1, at: +10s, expect: {rule: any}}",
        ]
        let flood = (2...9).map { "{say: \($0), at: +10s, expect: {rule: any}}" }
        let rest = [
            "{say: 10, at: +10s, expect: {silent: flood}}", "{say: 11, at: +1m, expect: {rule: any}}",
            "{say: 12, at: +1h, expect: {rule: any}}",
        ]
        let lines = (steps + flood + rest).map { "      - \($0)" }.joined(separator: "\n")
        let trial = RuleTestTrial(tests: "  - name: 连发\n    steps:\n\(lines)")
        let report = try trial.run(try RuleSet.load(yaml: Self.counted))
        #expect(report.isSuccess, "\(report.render(.english))")
    }

    @Test func `a rule test that is muted says so`() throws {
        let lines = (1...20).map { "      - {say: \($0), expect: {rule: any}}" }.joined(separator: "\n")
        let trial = RuleTestTrial(tests: "  - name: 连发\n    steps:\n\(lines)")
        let text = try trial.run(try RuleSet.load(yaml: Self.counted)).render(.english)
        #expect(text.contains("while the follower is muted no rule takes part"))
    }
}
