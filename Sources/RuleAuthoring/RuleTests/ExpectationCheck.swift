package import OperatorText
import RuleEngine

/// Compares a decision with a test's expectation, point by point.
struct ExpectationCheck {
    let expectation: RuleTestExpectation
    let explanation: DecisionExplanation
    /// The content of the golden file; nil when there is no such file.
    let golden: String?

    private var decision: Decision { explanation.decision }

    /// Every difference, in a fixed order.
    var mismatches: [RuleTestMismatch] {
        let single = [rule, notRule, caseNumber, type, reply, silent, shadow, messages, handoff, asked, goldenMismatch]
        return single.compactMap(\.self) + replyContains + captures
    }

    private var rule: RuleTestMismatch? {
        guard let expected = expectation.rule, decision.outcome != .replied(rule: expected) else { return nil }
        return RuleTestMismatch("rule", expected: Self.name(expected), actual: summary)
    }

    private var notRule: RuleTestMismatch? {
        guard let refused = expectation.notRule else { return nil }
        if refused != Fallback.id, !explanation.rules.rules.contains(where: { $0.id == refused }) {
            let actual = LocalizedText("规则文件里没有这条规则", "the rule files have no such rule")
            return RuleTestMismatch("not_rule", expected: Self.name(refused), actual: actual)
        }
        guard decision.outcome == .replied(rule: refused) else { return nil }
        let expected = LocalizedText("不是 \(refused)", "not \(refused)")
        return RuleTestMismatch("not_rule", expected: expected, actual: summary)
    }

    private var caseNumber: RuleTestMismatch? {
        guard let expected = expectation.caseNumber, decision.answeringCandidate?.caseNumber != expected else {
            return nil
        }
        let actual = decision.answeringCandidate.map { LocalizedText(verbatim: "\($0.caseNumber)") } ?? summary
        return RuleTestMismatch("case", expected: LocalizedText(verbatim: "\(expected)"), actual: actual)
    }

    private var type: RuleTestMismatch? {
        guard let expected = expectation.type else { return nil }
        let types = decision.messages.map(\.type)
        guard types.isEmpty || types.contains(where: { $0 != expected }) else { return nil }
        let actual = types.isEmpty ? summary : LocalizedText(verbatim: types.map(\.rawValue).joined(separator: ", "))
        return RuleTestMismatch("type", expected: LocalizedText(verbatim: expected.rawValue), actual: actual)
    }

    private var reply: RuleTestMismatch? {
        guard let expected = expectation.reply?.trimmingFinalNewlines,
            !decision.replyText.isSame(scalarsOf: expected)
        else { return nil }
        return RuleTestMismatch("reply", expected: LocalizedText(verbatim: expected), actual: said)
    }

    private var replyContains: [RuleTestMismatch] {
        expectation.replyContains.filter { !decision.replyText.contains(scalarsOf: $0) }
            .map { RuleTestMismatch("reply_contains", expected: LocalizedText(verbatim: $0), actual: said) }
    }

    private var captures: [RuleTestMismatch] {
        let actual = decision.answeringCandidate?.captures ?? [:]
        return expectation.captures.sorted { $0.key < $1.key }
            .compactMap { name, expected in
                if let value = actual[name], value.isSame(scalarsOf: expected) { return nil }
                let found = actual[name].map(LocalizedText.init(verbatim:)) ?? LocalizedText("没有捕获", "no capture")
                return RuleTestMismatch("captures.\(name)", expected: LocalizedText(verbatim: expected), actual: found)
            }
    }

    private var silent: RuleTestMismatch? {
        guard let expected = expectation.silent, decision.outcome != .silent(expected) else { return nil }
        return RuleTestMismatch("silent", expected: LocalizedText(verbatim: expected.rawValue), actual: summary)
    }

    private var shadow: RuleTestMismatch? {
        guard let expected = expectation.shadow, expected.sorted() != decision.shadow.sorted() else { return nil }
        return RuleTestMismatch("shadow", expected: Self.list(expected), actual: Self.list(decision.shadow))
    }

    private var messages: RuleTestMismatch? {
        guard let expected = expectation.messages, expected != decision.messages.count else { return nil }
        return RuleTestMismatch("messages", expected: "\(expected)", actual: "\(decision.messages.count)")
    }

    private var handoff: RuleTestMismatch? {
        let actual = decision.state.handoffUntil != nil
        guard let expected = expectation.handoff, expected != actual else { return nil }
        return RuleTestMismatch("handoff", expected: "\(expected)", actual: "\(actual)")
    }

    private var asked: RuleTestMismatch? {
        let actual = decision.state.question?.slot ?? "none"
        guard let expected = expectation.asked, expected != actual else { return nil }
        return RuleTestMismatch("asked", expected: expected, actual: actual)
    }

    private var goldenMismatch: RuleTestMismatch? {
        guard let file = expectation.golden else { return nil }
        guard let golden else {
            let expected = LocalizedText("文件 \(file)（不存在）", "the file \(file) (it does not exist)")
            return RuleTestMismatch("golden", expected: expected, actual: said)
        }
        let expected = golden.trimmingFinalNewlines
        guard !decision.replyText.isSame(scalarsOf: expected) else { return nil }
        return RuleTestMismatch("golden", expected: LocalizedText(verbatim: expected), actual: said)
    }

    private var summary: LocalizedText { LocalizedText(explanation.summary(.chinese), explanation.summary(.english)) }

    /// The reply, or why there is none.
    private var said: LocalizedText {
        decision.messages.isEmpty ? decision.outcome.phrase : LocalizedText(verbatim: decision.replyText)
    }

    private static func name(_ rule: String) -> LocalizedText {
        DecisionOutcome.replied(rule: rule).phrase
    }

    private static func list(_ names: [String]) -> LocalizedText {
        names.isEmpty ? LocalizedText("（无）", "(none)") : LocalizedText(verbatim: names.sorted().joined(separator: ", "))
    }
}

/// One point in which a decision differs from a test's expectation.
package struct RuleTestMismatch: Sendable, Hashable {
    /// The key under `expect`.
    package let field: String
    /// The expected value.
    package let expected: LocalizedText
    /// The actual value.
    package let actual: LocalizedText

    init(_ field: String, expected: LocalizedText, actual: LocalizedText) {
        self.field = field
        self.expected = expected
        self.actual = actual
    }

    init(_ field: String, expected: String, actual: String) {
        self.init(field, expected: LocalizedText(verbatim: expected), actual: LocalizedText(verbatim: actual))
    }
}
