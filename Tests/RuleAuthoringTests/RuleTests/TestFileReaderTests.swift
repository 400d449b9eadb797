import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct TestFileReaderTests {
    @Test(arguments: [
        ("- {name: t, say: 退款, expect: {rulle: refund}}", "RB012"),
        ("- {name: t, says: 退款, expect: {rule: refund}}", "RB012"),
        ("- {say: 退款, expect: {rule: refund}}", "RB010"),
        ("- {name: t, expect: {rule: refund}}", "RB010"),
        ("- {name: t, say: 退款}", "RB010"),
        ("- {name: t, say: 退款, expect: {}}", "RB010"),
        ("- {name: t, say: [], expect: {rule: refund}}", "RB010"),
        ("- {name: t, steps: []}", "RB010"),
        ("- {name: t, say: 退款, at: 10点, expect: {rule: refund}}", "RB014"),
        ("- {name: t, say: 退款, at: \"2026-02-30T10:00\", expect: {rule: refund}}", "RB014"),
        ("- {name: t, say: 退款, at: \"2026-02-10T24:00\", expect: {rule: refund}}", "RB014"),
        ("- {name: t, say: 退款, at: +10x, expect: {rule: refund}}", "RB014"),
        ("- {name: t, say: 退款, expect: {case: one}}", "RB014"),
        ("- {name: t, say: 退款, expect: {type: video}}", "RB013"),
        ("- {name: t, say: 退款, expect: {silent: sleepy}}", "RB013"),
        ("- {name: t, say: 退款, expect: {silent: duplicate}}", "RB013"),
        ("- {name: t, say: 退款, expect: {handoff: maybe}}", "RB013"),
        ("- {name: t, say: 退款, expect: {captures: 单号}}", "RB013"),
        ("- {name: t, say: 退款, expect: {golden: ../secret.txt}}", "RB013"),
        ("- {name: t, say: 退款, expect: {golden: /etc/hosts}}", "RB013"),
        ("- {name: t, say: {a: b}, expect: {rule: refund}}", "RB013"),
        ("- {name: t, say: 退款, event: follow, expect: {rule: refund}}", "RB013"),
        ("- {name: t, event: subscribe, expect: {rule: refund}}", "RB013"),
        ("- {name: t, event: {tap: A}, expect: {rule: refund}}", "RB012"),
        ("- {name: t, say: 退款, steps: [{say: a, expect: {rule: b}}]}", "RB013"),
        ("- {name: t, say: 退款, expect: {rule: a}, cases: [{expect: {rule: b}}]}", "RB013"),
        ("- {name: t, cases: [{expect: {rule: b}}]}", "RB010"),
        ("- {name: t, event: {}, expect: {rule: refund}}", "RB010"),
        ("- {name: t, event: {click: a, enter: b}, expect: {rule: refund}}", "RB013"),
        ("- {name: t, say: 退款, expect: {golden: rules.yaml}}", "RB013"),
        ("- 退款", "RB013"),
        ("[]", "RB010"),
    ])
    func `mistakes in a test are reported`(test: String, code: String) {
        let trial = RuleTestTrial(tests: "  \(test)")
        #expect(trial.diagnostics.map(\.code) == [code], "\(trial.diagnostics.map(\.message.english))")
    }

    @Test func `every error is reported, not the first alone`() {
        let trial = RuleTestTrial(
            """
            rules: [rules.yaml]
            tests:
              - {name: a, say: 退款, expect: {rule: b}}
              - {name: b, say: 退款, at: x, expect: {typ: c}}
            extra: 1
            """
        )
        #expect(trial.diagnostics.map(\.code) == ["RB010", "RB014", "RB012", "RB012"])
        #expect(trial.diagnostics.map(\.location.line) == [3, 4, 4, 5])
    }

    @Test func `a relative time needs a start`() {
        let trial = RuleTestTrial(
            """
            rules: [rules.yaml]
            defaults: {at: +10m}
            tests: [{name: a, say: b, at: "2026-02-10T10:00", expect: {rule: c}}]
            """
        )
        #expect(trial.diagnostics.map(\.code) == ["RB014"])
    }

    @Test func `a case takes over what its test says`() throws {
        let trial = RuleTestTrial(
            tests: """
                  - name: t
                    say: 退款
                    at: "2026-02-11T08:30"
                    user: u1
                    cases:
                      - {expect: {rule: a}}
                      - {say: 发票, user: u2, at: +1h, expect: {rule: b}}
                """
        )
        let steps = try #require(trial.file).tests.flatMap(\.conversations).flatMap(\.steps)
        #expect(steps.map(\.label) == ["退款", "发票"])
        #expect(steps.map(\.user) == ["u1", "u2"])
        #expect(steps.map(\.time.offset) == [0, 3_600])
        #expect(steps.map(\.time.start.timeText) == ["08:30", "08:30"])
    }

    @Test(arguments: [
        "event: {}", "event: []", "event: ''", "event:", "event: {click}", "event: {click: }", "event: {click: []}",
        "say: []",
        "say:", "say: {}", "cases: []", "cases: [{}]", "cases: [{say: []}]", "steps: []", "steps: [{}]", "steps: [a]",
        "steps: [{event: {}, expect: {rule: a}}]", "say: 退款, cases: []", "evnt: image",
    ])
    func `a test in which nothing happens is refused`(event: String) {
        #expect(!RuleTestTrial(tests: "  - {name: t, \(event)}").diagnostics.isEmpty)
        #expect(!RuleTestTrial(tests: "  - {name: t, \(event), expect: {silent: unmatched}}").diagnostics.isEmpty)
    }

    private static let reasons = [
        "handoff", "cooldown", "quota", "repeated", "flood", "loop", "resumed", "unmatched",
    ]

    @Test func `only what can come of a rule test is offered for silent`() {
        let trial = RuleTestTrial(tests: "  - {name: t, say: 退款, expect: {silent: sleepy}}")
        #expect(trial.diagnostics.map(\.help?.english) == ["There are: \(Self.reasons.joined(separator: " "))"])
        for reason in Self.reasons {
            let trial = RuleTestTrial(tests: "  - {name: t, say: 退款, expect: {silent: \(reason)}}")
            #expect(trial.file?.tests.first?.conversations.first?.steps.first?.expectation.silent?.rawValue == reason)
        }
    }
}
