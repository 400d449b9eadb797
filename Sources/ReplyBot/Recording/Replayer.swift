package import AlipayClient
internal import Foundation
import OperatorText
internal import RuleAuthoring
package import RuleEngine

/// Decides recorded requests as `serve` does, with the followers' states in memory; sends nothing.
///
/// Every message counts as sent on the day of its event.
package struct Replayer {
    private let reader: NotificationReader
    private let freshness: EventFreshness
    private let rules: RuleSet
    private var scratch: DecisionScratch
    private var followers: [Follower: ContactState] = [:]
    private var seen: Set<EventKey> = []

    /// Starts without any follower's state.
    package init(verifier: NotificationVerifier, configuration: BotConfiguration, rules: RuleSet) {
        reader = NotificationReader(verifier: verifier, appID: configuration.alipay.appID)
        freshness = configuration.alipay.freshness
        self.rules = rules
        scratch = rules.makeScratch()
    }

    /// The decision on the next request of a recording.
    ///
    /// - Throws: `CryptoError` if libcrypto fails.
    package mutating func decide(_ recorded: NumberedRequest) throws -> ReplayedDecision {
        let received = recorded.line.received
        var replayed = ReplayedDecision(line: recorded.number, received: received)
        let event: InboundEvent
        do {
            event = try reader.read(try NotificationForm(recorded.request))
        } catch {
            replayed.refused = error.rawValue
            return replayed
        }
        replayed.describe(event)
        guard event.content != .gatewayCheck else {
            replayed.undecided = "gateway-check"
            return replayed
        }
        guard seen.insert(EventKey(try Digest.sha256(event.identity))).inserted else {
            replayed.undecided = SilenceReason.duplicate.rawValue
            return replayed
        }
        guard !freshness.isStale(created: event.created, received: received) else {
            replayed.undecided = SilenceReason.stale.rawValue
            return replayed
        }
        let follower = Follower(account: event.appID, user: event.userID)
        let decision = rules.decide(
            RuleEvent(event, identity: String(decoding: event.identity, as: UTF8.self)),
            state: followers[follower] ?? ContactState(),
            at: received,
            using: &scratch
        )
        followers[follower] = decision.state
        replayed.describe(decision)
        return replayed
    }

    private struct Follower: Hashable {
        let account: String
        let user: String
    }

    /// The first half of the digest of an event's identity, which redeliveries share (DESIGN 5).
    private struct EventKey: Hashable {
        private let high: UInt64
        private let low: UInt64

        init(_ digest: [UInt8]) {
            high = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            low = digest.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
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

    mutating func describe(_ event: InboundEvent) {
        self.event = event.kind
        switch event.content {
        case .text(let text): self.text = text
        case .click(let menu): text = menu
        case .follow(let scene), .enter(let scene): text = scene
        default: break
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
