internal import Evidence
internal import Foundation
internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// The result of replaying one request; equal for equal requests, rules and state.
package struct ReplayedDecision: Codable, Sendable, Hashable {
    /// The line of the recording.
    var line: Int
    /// When the request came.
    var received: String
    /// The kind of the event; nil for a refused request.
    var event: String?
    /// The message, or the key of the menu.
    var text: String?
    /// Why the request is refused.
    package var refused: String?
    var decision: DecisionRecord?
    /// Why an event was not decided.
    var undecided: String?
    /// The messages that would be sent.
    var messages: [String]?

    /// The result of a line of a recording; nil where the line is no event.
    init?(_ read: ReadLine, number: Int, outcome: ReplayOutcome?) {
        guard let received = read.received else { return nil }
        line = number
        self.received = RecordedTime.text(received)
        switch read.reading {
        case .action(.event(let event)): describe(event.event)
        case .gatewayCheck:
            event = "verifygw"
            undecided = "gateway-check"
        case .refused(let refusal): refused = refusal.code
        case .action(.handoff), .action(.reload), .header: return nil
        }
        switch outcome {
        case .undecided(let reason): undecided = reason.rawValue
        case .decided(let decision): describe(decision)
        case nil: break
        }
    }

    private mutating func describe(_ event: RuleEvent) {
        self.event = event.kind == .unknown ? "other" : event.kind.rawValue
        switch event.content {
        case .text(let text): self.text = text
        case .click(let menu): text = menu
        case .follow(let scene), .enter(let scene): text = scene
        case .image, .unfollow, .unknown: break
        }
    }

    private mutating func describe(_ decision: Decision) {
        self.decision = DecisionRecord(decision)
        messages = decision.messages.isEmpty ? nil : decision.messages.map(\.plainText)
    }

    /// The line of a golden file.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The line for a person.
    package func summary() -> String {
        let what = [event, text.map { "“\(ForeignText.oneLine($0))”" }].compactMap(\.self).joined(separator: " ")
        return "\(received)  \(what.isEmpty ? "?" : what)  →  \(outcome)"
    }

    private func reason(_ code: String) -> String {
        let phrase = SilenceReason(rawValue: code)?.phrase ?? LocalizedText(verbatim: code)
        return say("：", ": ") + phrase[.current]
    }

    private var outcome: String {
        if let refused { return say("拒绝：\(refused)", "refused: \(refused)") }
        if let undecided { return say("不处理", "not decided") + reason(undecided) }
        if let silent = decision?.silent { return say("静默", "silent") + reason(silent) }
        let number = decision?.caseNumber.map { say("（情形 \($0)）", " (case \($0))") } ?? ""
        let reply = (messages ?? []).joined(separator: " / ").replacing("\n", with: "⏎")
        return "\(decision?.rule ?? "?")\(number)  |  \(reply)"
    }
}
