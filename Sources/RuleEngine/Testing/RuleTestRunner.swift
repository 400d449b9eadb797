import Foundation

/// Runs tests against rules; the same tests and rules always give the same report.
public struct RuleTestRunner: Sendable {
    let rules: RuleSet
    /// Contents of golden files, by their names in the tests.
    let goldens: [String: String]

    /// Runs all tests and reports on each.
    public func run(_ tests: [RuleTest], isPartial: Bool = false) -> RuleTestReport {
        var coverage = RuleTestCoverage(of: rules)
        var replies: [GoldenReply] = []
        var scratch = rules.makeScratch()
        let results = tests.map { test in
            RuleTestResult(
                test,
                failures: test.conversations.enumerated()
                    .flatMap { number, conversation in
                        run(conversation, seed: "\(test.name)#\(number + 1)", &scratch, &coverage, &replies)
                    }
            )
        }
        return RuleTestReport(results: results, isPartial: isPartial, coverage: coverage, goldenReplies: replies)
    }

    private func run(
        _ conversation: RuleTestConversation,
        seed: String,
        _ scratch: inout DecisionScratch,
        _ coverage: inout RuleTestCoverage,
        _ replies: inout [GoldenReply]
    ) -> [RuleTestFailure] {
        var states: [String: ContactState] = [:]
        var failures: [RuleTestFailure] = []
        for (number, step) in conversation.steps.enumerated() {
            let event = RuleEvent(step.content, userID: step.user, messageID: "\(seed).\(number + 1)")
            let now = step.time.date(in: rules.account.timeZone)
            let state = states[step.user] ?? ContactState()
            let decision = rules.decide(event, state: state, at: now, using: &scratch)
            states[step.user] = decision.state
            coverage.count(decision)
            if let file = step.expectation.golden {
                replies.append(GoldenReply(file: file, old: goldens[file], new: decision.replyText))
            }
            let explanation = DecisionExplanation(decision, event: event, rules: rules, at: now)
            if let failure = failure(of: step, explanation) { failures.append(failure) }
        }
        return failures
    }

    private func failure(of step: RuleTestStep, _ explanation: DecisionExplanation) -> RuleTestFailure? {
        let golden = step.expectation.golden.flatMap { goldens[$0] }
        let check = ExpectationCheck(expectation: step.expectation, explanation: explanation, golden: golden)
        let mismatches = check.mismatches
        guard !mismatches.isEmpty else { return nil }
        let missed = MissedRuleReason(decision: explanation.decision, rules: rules)
        let reason = step.expectation.rule.flatMap(missed.phrase)
        return RuleTestFailure(label: step.label, location: step.location, mismatches: mismatches, reason: reason)
    }
}

/// What was said where a test names a golden file.
public struct GoldenReply: Sendable, Hashable {
    /// The file, relative to the test file.
    public let file: String
    /// Its content; nil when there is no such file.
    public let old: String?
    /// The text of all messages.
    public let new: String

    /// Whether the file does not hold what was said.
    public var isChanged: Bool { !(old?.trimmingFinalNewlines.isSame(scalarsOf: new) ?? false) }
}
