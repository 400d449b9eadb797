package import AlipayClient
internal import Evidence
internal import Foundation
import OperatorText
internal import RuleAuthoring
package import RuleEngine

/// Decides a recording as `serve` would, with the followers' states in memory; sends nothing.
///
/// Every message counts as sent on the day of its event.
package struct Replayer {
    private let reader: TrafficReader
    private var simulation: TrafficSimulation

    /// Starts without any follower's state.
    package init(verifier: NotificationVerifier, configuration: BotConfiguration, rules: RuleSet) {
        reader = TrafficReader(
            freshness: configuration.alipay.freshness,
            verifying: NotificationReader(verifier: verifier, appID: configuration.alipay.appID)
        )
        simulation = TrafficSimulation(rules: rules)
    }

    /// The decision on the next line of a recording; nil where the line is no event.
    ///
    /// - Throws: `CryptoError` if libcrypto fails.
    package mutating func decide(_ recorded: NumberedLine) throws -> ReplayedDecision? {
        guard let received = recorded.line.received else { return nil }
        var replayed = ReplayedDecision(line: recorded.number, received: received)
        let entry: TrafficEntry
        do {
            switch try reader.read(recorded) {
            case .header: return nil
            case .gatewayCheck:
                replayed.event = "verifygw"
                replayed.undecided = "gateway-check"
                return replayed
            case .entry(let read): entry = read
            }
        } catch let error as NotificationError {
            replayed.refused = error.rawValue
            return replayed
        }
        guard let outcome = simulation.apply(entry) else { return nil }
        if case .event(let event) = entry.action { replayed.describe(event.event) }
        switch outcome {
        case .undecided(let reason): replayed.undecided = reason.rawValue
        case .decided(let decision, _): replayed.describe(decision)
        }
        return replayed
    }
}

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

    init(line: Int, received: Date) {
        self.line = line
        self.received = RecordedTime.text(received)
    }

    mutating func describe(_ event: RuleEvent) {
        self.event = event.kind == .unknown ? "other" : event.kind.rawValue
        switch event.content {
        case .text(let text): self.text = text
        case .click(let menu): text = menu
        case .follow(let scene), .enter(let scene): text = scene
        case .image, .unfollow, .unknown: break
        }
    }

    mutating func describe(_ decision: Decision) {
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

/// The differences between a replay and a golden file, line by line.
package struct GoldenComparison {
    /// A line that differs; nil where one side has none.
    package struct Difference: Equatable {
        package let line: Int
        package let expected: String?
        package let actual: String?
    }

    /// All differences, in order.
    package let differences: [Difference]

    package init(golden: String, actual: [String]) {
        let expected = golden.split(separator: "\n").map(String.init)
        differences = (0..<max(expected.count, actual.count))
            .compactMap { index in
                let pair = (
                    expected.indices.contains(index) ? expected[index] : nil,
                    actual.indices.contains(index) ? actual[index] : nil
                )
                return pair.0 == pair.1 ? nil : Difference(line: index + 1, expected: pair.0, actual: pair.1)
            }
    }
}
