public import Foundation

/// A decision as a table for an operator: what matched, who won and why (RULES D, `try --explain`).
public struct DecisionExplanation: Sendable {
    let decision: Decision
    let event: RuleEvent
    let rules: RuleSet
    let local: LocalTime

    /// Explains a decision of `rules` on `event` at a moment.
    public init(_ decision: Decision, event: RuleEvent, rules: RuleSet, at now: Date) {
        self.decision = decision
        self.event = event
        self.rules = rules
        local = LocalTime(now, in: rules.account.timeZone)
    }

    /// One line, such as `退款 ← 关键词“退款”(2 字)`.
    public func summary(_ language: OperatorLanguage) -> String {
        let outcome = decision.outcome.phrase[language] + yielding[language]
        guard case .replied(let rule) = decision.outcome, let winner = decision.winner, winner.rule == rule else {
            return outcome
        }
        return "\(outcome) ← \(winner.evidence[language])"
    }

    /// The class of reply that the quota had no room for.
    private var yielding: Phrase {
        guard decision.outcome == .silent(.quota), let name = decision.replyClass?.phrase else { return Phrase("", "") }
        return Phrase("(\(name.chinese))", " for \(name.english)")
    }

    /// The whole table, lines separated by newlines, without one at the end.
    public func render(_ language: OperatorLanguage) -> String {
        let sections = sections.filter { !$0.lines[language].isEmpty }
        let width = sections.map { DisplayWidth.cells($0.label[language]) }.max() ?? 0
        let lines = sections.flatMap { section in
            section.lines[language].enumerated()
                .map { index, line in
                    TextTable.padded(index == 0 ? section.label[language] : "", to: width) + "  " + line
                }
        }
        return lines.joined(separator: "\n")
    }
}

/// A label and the lines beside it.
struct ExplanationSection {
    /// The same lines in both languages.
    struct Lines {
        let make: (OperatorLanguage) -> [String]

        subscript(language: OperatorLanguage) -> [String] { make(language) }
    }

    let label: Phrase
    let lines: Lines

    init(_ label: Phrase, _ lines: @escaping (OperatorLanguage) -> [String]) {
        self.label = label
        self.lines = Lines(make: lines)
    }
}
