import Foundation
import OperatorText
import RuleEngine

/// Runs tests against rules; the same tests and rules always give the same report.
package struct RuleTestRunner: Sendable {
    let rules: RuleSet
    /// Contents of golden files, by their names in the tests.
    let goldens: [String: String]

    /// Runs all tests and reports on each.
    package func run(_ tests: [RuleTest], isPartial: Bool = false) -> RuleTestReport {
        var run = RuleTestRun(rules: rules, goldens: goldens)
        return RuleTestReport(
            results: tests.map { RuleTestResult($0, failures: run.failures(of: $0)) },
            isPartial: isPartial,
            coverage: run.coverage,
            goldenReplies: run.replies
        )
    }
}

/// A run of several tests, with its results.
private struct RuleTestRun {
    let rules: RuleSet
    let goldens: [String: String]
    private(set) var coverage: RuleTestCoverage
    private(set) var replies: [GoldenReply] = []
    private var scratch: DecisionScratch

    init(rules: RuleSet, goldens: [String: String]) {
        self.rules = rules
        self.goldens = goldens
        coverage = RuleTestCoverage(of: rules)
        scratch = rules.makeScratch()
    }

    mutating func failures(of test: RuleTest) -> [RuleTestFailure] {
        var failures: [RuleTestFailure] = []
        for (number, conversation) in test.conversations.enumerated() {
            // The state of each follower.
            var states: [String: ContactState] = [:]
            for (index, step) in conversation.steps.enumerated() {
                let id = "\(test.name)#\(number + 1).\(index + 1)"
                let event = RuleEvent(step.content, userID: step.user, messageID: id)
                if let failure = failure(of: step, as: event, state: &states[step.user, default: ContactState()]) {
                    failures.append(failure)
                }
            }
        }
        return failures
    }

    /// Decides an event, and compares the decision with the expectation.
    private mutating func failure(
        of step: RuleTestStep,
        as event: RuleEvent,
        state: inout ContactState
    ) -> RuleTestFailure? {
        let now = step.time.date(in: rules.account.timeZone)
        let decision = rules.decide(event, state: state, at: now, using: &scratch)
        state = decision.state
        coverage.count(decision)
        let golden = step.expectation.golden.flatMap { goldens[$0] }
        if let file = step.expectation.golden {
            replies.append(GoldenReply(file: file, old: golden, new: decision.replyText))
        }
        let explanation = DecisionExplanation(decision, event: event, rules: rules, at: now)
        let check = ExpectationCheck(expectation: step.expectation, explanation: explanation, golden: golden)
        let mismatches = check.mismatches
        guard !mismatches.isEmpty else { return nil }
        let missed = MissedRuleReason(decision: decision, rules: rules)
        let reason = step.expectation.rule.flatMap(missed.phrase)
        return RuleTestFailure(label: step.label, location: step.location, mismatches: mismatches, reason: reason)
    }
}

/// The reply to an event whose test names a golden file.
package struct GoldenReply: Sendable, Hashable {
    /// The file, relative to the test file.
    package let file: String
    /// Its content; nil when there is no such file.
    package let old: String?
    /// The text of all messages.
    package let new: String

    /// Whether the file does not hold this reply.
    package var isChanged: Bool { !(old?.trimmingFinalNewlines.isSame(scalarsOf: new) ?? false) }
}

extension GoldenReply {
    /// The lines that an update removes (`-`) and adds (`+`), under the file's name.
    package var difference: String {
        let old = Self.lines(old ?? "")
        let new = Self.lines(new)
        let changes = new.difference(from: old) { $0.isSame(scalarsOf: $1) }
        let removed = changes.removals.map(Self.line)
        let inserted = changes.insertions.map(Self.line)
        return ([file] + removed + inserted).joined(separator: "\n")
    }

    private static func line(_ change: CollectionDifference<String>.Change) -> String {
        switch change {
        case .remove(_, let text, _): "- " + ForeignText.oneLine(text)
        case .insert(_, let text, _): "+ " + ForeignText.oneLine(text)
        }
    }

    private static func lines(_ text: String) -> [String] {
        let text = text.trimmingFinalNewlines
        return text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Explains why a rule that a test expects did not answer.
struct MissedRuleReason {
    let decision: Decision
    let rules: RuleSet

    /// The reason; nil for the fallback and for a rule that did answer.
    func phrase(for id: String) -> LocalizedText? {
        guard decision.outcome != .replied(rule: id), id != Fallback.id else { return nil }
        guard let rule = rules.rules.first(where: { $0.id == id }) else { return unknown(id) }
        let place = "\(rule.location.path):\(rule.location.line)"
        if let exclusion = decision.exclusions.first(where: { $0.rule == id }) {
            let reason = exclusion.reason.phrase
            return LocalizedText(
                "“\(id)”未参与：\(reason.chinese)（\(place)）",
                "“\(id)” took no part: \(reason.english) (\(place))"
            )
        }
        if let candidate = decision.candidates.first(where: { $0.rule == id }) {
            return matched(candidate, at: place)
        }
        if decision.state.handoffUntil != nil, decision.outcome == .silent(.handoff) {
            return LocalizedText(
                "转人工期间只有 during_handoff: true 的规则参与",
                "during a hand-off only rules with during_handoff: true take part"
            )
        }
        if decision.outcome == .silent(.loop) {
            return LocalizedText("暂停期间没有规则参与", "while the follower is muted no rule takes part")
        }
        return LocalizedText("“\(id)”没有命中（\(place)）", "“\(id)” did not match (\(place))")
    }

    private func matched(_ candidate: Candidate, at place: String) -> LocalizedText {
        let (evidence, fate) = (candidate.evidence, candidate.fate.phrase)
        return LocalizedText(
            "“\(candidate.rule)”命中 \(evidence.chinese)，但\(fate.chinese)（\(place)）",
            "“\(candidate.rule)” matched by \(evidence.english), but: \(fate.english) (\(place))"
        )
    }

    private func unknown(_ id: String) -> LocalizedText {
        let nearest = NearestName.find(id, among: rules.rules.map(\.id))
        let hint = nearest.map { ("。是不是想写“\($0)”？", "; did you mean “\($0)”?") } ?? ("", "")
        return LocalizedText("规则文件里没有“\(id)”\(hint.0)", "the rule files have no rule “\(id)”\(hint.1)")
    }
}

extension Decision {
    /// The whole text of all messages in order, without line ends at the end.
    var replyText: String {
        messages.map(\.plainText.trimmingFinalNewlines).joined(separator: "\n")
    }

    /// The candidate whose reply is sent; nil for the fallback and for silence.
    var answeringCandidate: Candidate? {
        guard case .replied(let rule) = outcome else { return nil }
        return candidates.first { $0.rule == rule }
    }
}

extension OutgoingMessage {
    /// The kind that `type` in a test names.
    var type: RuleTestExpectation.MessageType {
        switch self {
        case .text: .text
        case .articles: .articles
        }
    }
}
