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
            let actual = Phrase("规则文件里没有这条规则", "the rule files have no such rule")
            return RuleTestMismatch("not_rule", expected: Self.name(refused), actual: actual)
        }
        guard decision.outcome == .replied(rule: refused) else { return nil }
        let expected = Phrase("不是 \(refused)", "not \(refused)")
        return RuleTestMismatch("not_rule", expected: expected, actual: summary)
    }

    private var caseNumber: RuleTestMismatch? {
        guard let expected = expectation.caseNumber, decision.answeringCandidate?.caseNumber != expected else {
            return nil
        }
        let actual = decision.answeringCandidate.map { Phrase(verbatim: "\($0.caseNumber)") } ?? summary
        return RuleTestMismatch("case", expected: Phrase(verbatim: "\(expected)"), actual: actual)
    }

    private var type: RuleTestMismatch? {
        guard let expected = expectation.type else { return nil }
        let types = decision.messages.map(\.type)
        guard types.isEmpty || types.contains(where: { $0 != expected }) else { return nil }
        let actual = types.isEmpty ? summary : Phrase(verbatim: types.map(\.rawValue).joined(separator: ", "))
        return RuleTestMismatch("type", expected: Phrase(verbatim: expected.rawValue), actual: actual)
    }

    private var reply: RuleTestMismatch? {
        guard let expected = expectation.reply?.trimmingFinalNewlines,
            !decision.replyText.isSame(scalarsOf: expected)
        else { return nil }
        return RuleTestMismatch("reply", expected: Phrase(verbatim: expected), actual: said)
    }

    private var replyContains: [RuleTestMismatch] {
        expectation.replyContains.filter { !decision.replyText.contains(scalarsOf: $0) }
            .map { RuleTestMismatch("reply_contains", expected: Phrase(verbatim: $0), actual: said) }
    }

    private var captures: [RuleTestMismatch] {
        let actual = decision.answeringCandidate?.captures ?? [:]
        return expectation.captures.sorted { $0.key < $1.key }
            .compactMap { name, expected in
                if let value = actual[name], value.isSame(scalarsOf: expected) { return nil }
                let found = actual[name].map(Phrase.init(verbatim:)) ?? Phrase("没有捕获", "no capture")
                return RuleTestMismatch("captures.\(name)", expected: Phrase(verbatim: expected), actual: found)
            }
    }

    private var silent: RuleTestMismatch? {
        guard let expected = expectation.silent, decision.outcome != .silent(expected) else { return nil }
        return RuleTestMismatch("silent", expected: Phrase(verbatim: expected.rawValue), actual: summary)
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
            let expected = Phrase("文件 \(file)(不存在)", "the file \(file) (it does not exist)")
            return RuleTestMismatch("golden", expected: expected, actual: said)
        }
        let expected = golden.trimmingFinalNewlines
        guard !decision.replyText.isSame(scalarsOf: expected) else { return nil }
        return RuleTestMismatch("golden", expected: Phrase(verbatim: expected), actual: said)
    }

    private var summary: Phrase { Phrase(explanation.summary(.chinese), explanation.summary(.english)) }

    /// The reply, or why there is none.
    private var said: Phrase {
        decision.messages.isEmpty ? decision.outcome.phrase : Phrase(verbatim: decision.replyText)
    }

    private static func name(_ rule: String) -> Phrase {
        DecisionOutcome.replied(rule: rule).phrase
    }

    private static func list(_ names: [String]) -> Phrase {
        names.isEmpty ? Phrase("(无)", "(none)") : Phrase(verbatim: names.sorted().joined(separator: ", "))
    }
}

/// One point in which a decision differs from a test's expectation.
public struct RuleTestMismatch: Sendable, Hashable {
    /// The key under `expect`.
    public let field: String
    /// The expected value.
    public let expected: Phrase
    /// The actual value.
    public let actual: Phrase

    init(_ field: String, expected: Phrase, actual: Phrase) {
        self.field = field
        self.expected = expected
        self.actual = actual
    }

    init(_ field: String, expected: String, actual: String) {
        self.init(field, expected: Phrase(verbatim: expected), actual: Phrase(verbatim: actual))
    }
}
