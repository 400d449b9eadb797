package import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
import OperatorText
internal import ReplyStore
internal import RuleAuthoring
package import RuleEngine

/// Runs recorded requests through verification, parsing, journal, rules and state as `serve` does, and sends nothing.
package struct Replayer {
    private let reader: NotificationReader
    private let journal: EventJournal
    private let decider: EventDecider

    /// Starts with an empty store, so no follower is known.
    package init(verifier: NotificationVerifier, configuration: BotConfiguration, rules: RuleSet) throws {
        let store = try ReplyStore.inMemory()
        var logger = Logger(label: "replay")
        logger.logLevel = .error
        reader = NotificationReader(verifier: verifier, appID: configuration.alipay.appID)
        journal = EventJournal(store: store, freshness: configuration.alipay.freshness, commits: CommitFeed())
        decider = EventDecider(
            store: store,
            rules: CurrentRules(rules, loaded: Date()),
            policy: configuration.delivery,
            outbox: OutboxSignal(),
            clock: SystemClock(),
            logger: logger,
            watch: DecisionWatch(logger: logger),
            inFlight: try InFlightFile()
        )
    }

    /// The decisions on a recording, one for each request, in its order.
    package func replay(_ recording: Recording) async throws -> [ReplayedDecision] {
        var decisions: [ReplayedDecision] = []
        for (number, line) in recording.lines {
            decisions.append(try await decide(line, number: number))
        }
        return decisions
    }

    private func decide(
        _ line: RecordedLine,
        number: Int
    ) async throws -> ReplayedDecision {
        var replayed = ReplayedDecision(line: number, received: line.received)
        guard let request = line.request else { return replayed }
        do {
            let event = try reader.read(try NotificationForm(request))
            replayed.describe(event)
            try await decide(event, from: request, at: line.received, into: &replayed)
        } catch let error as NotificationError {
            replayed.refused = error.rawValue
        }
        return replayed
    }

    private func decide(
        _ event: InboundEvent,
        from request: RecordedRequest,
        at received: Date,
        into replayed: inout ReplayedDecision
    ) async throws {
        guard event.content != .gatewayCheck else {
            replayed.undecided = "gateway-check"
            return
        }
        switch try await journal.record(event, from: request, at: received) {
        case .duplicate: replayed.undecided = SilenceReason.duplicate.rawValue
        case .stale: replayed.undecided = SilenceReason.stale.rawValue
        case .first(let accepted):
            if let decision = try await decider.decide(accepted) { replayed.describe(decision) }
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
