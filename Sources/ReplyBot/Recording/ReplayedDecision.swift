internal import AlipayClient
internal import Foundation
internal import RuleEngine

/// What a replay decided for one request; equal for equal requests, rules and state.
struct ReplayedDecision: Codable, Sendable, Hashable {
    /// The line of the recording.
    var line: Int
    /// When the request came.
    var received: String
    /// The kind of the event; nil for a request that is refused.
    var event: String?
    /// The message, or the key of the menu.
    var text: String?
    /// Why the request is refused.
    var refused: String?
    /// What was decided.
    var decision: DecisionRecord?
    /// Why an event was not decided.
    var undecided: String?
    /// What would be sent.
    var messages: [String]?

    init(line: Int, received: Date) {
        self.line = line
        self.received = RecordedTime.text(received)
    }

    /// Adds the event.
    mutating func describe(_ event: InboundEvent) {
        self.event = event.kind
        switch event.content {
        case .text(let text): self.text = text
        case .click(let menu): text = menu
        case .follow(let scene), .enter(let scene): text = scene
        default: break
        }
    }

    /// Adds the decision.
    mutating func describe(_ decision: Decision) {
        self.decision = DecisionRecord(decision)
        messages = decision.messages.isEmpty ? nil : decision.messages.map(\.plainText)
    }

    /// The line of a golden file.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The line for a person.
    func summary() -> String {
        let what = [event, text.map { "“\($0)”" }].compactMap(\.self).joined(separator: " ")
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
