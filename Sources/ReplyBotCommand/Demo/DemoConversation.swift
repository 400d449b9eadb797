internal import AlipaySimulator
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// The result of one step of the demo.
struct DemoResult: Sendable {
    let number: Int
    let step: DemoStep
    /// The platform's verdict on the answer.
    let verdict: AnswerVerdict
    /// The decision; nil when there was none to make.
    let decision: Decision?
    /// The winner and the reasons, in both languages.
    let explanation: LocalizedText?
    /// The messages that the follower received.
    let received: [String]
    /// The outcome; nil for one that no script can expect.
    let outcome: DemoOutcome?
}

/// Plays the steps in order; only answers, decisions and deliveries move it on.
struct DemoConversation {
    private let courier: SimulatedCourier
    private let rules: RuleSet
    private var decisions: AsyncStream<Decision>.Iterator
    private var deliveredCount = 0
    private let now: @Sendable () -> Date
    private var lastEvent: SimulatedEvent?

    init(
        courier: SimulatedCourier,
        decisions: AsyncStream<Decision>,
        rules: RuleSet,
        now: @escaping @Sendable () -> Date
    ) {
        self.courier = courier
        self.rules = rules
        self.now = now
        self.decisions = decisions.makeAsyncIterator()
    }

    mutating func play(_ steps: [DemoStep], report: (DemoResult) -> Void) async throws -> [DemoResult] {
        var results: [DemoResult] = []
        for (index, step) in steps.enumerated() {
            let isHandedOff = results.last?.decision?.state.handoffUntil != nil
            let result = try await play(step.played(duringHandoff: isHandedOff), number: index + 1)
            report(result)
            results.append(result)
        }
        return results
    }

    private mutating func play(_ step: DemoStep, number: Int) async throws -> DemoResult {
        let event = step.isRepetition ? lastEvent ?? makeEvent(step, number: number) : makeEvent(step, number: number)
        lastEvent = event
        let verdict = try await courier.deliver(event, charset: step.charset, forgery: step.forgery)
        guard case .acknowledged = verdict, !step.isRepetition else {
            return DemoResult(
                number: number,
                step: step,
                verdict: verdict,
                decision: nil,
                explanation: nil,
                received: await newDeliveries(),
                outcome: outcome(verdict)
            )
        }
        return try await decided(step, number: number, event: event, verdict: verdict)
    }

    private mutating func decided(
        _ step: DemoStep,
        number: Int,
        event: SimulatedEvent,
        verdict: AnswerVerdict
    ) async throws -> DemoResult {
        guard let decision = await decisions.next(isolation: #isolation) else { throw CancellationError() }
        try await courier.platform.waitForDelivered(deliveredCount + decision.messages.count)
        let received = await newDeliveries()
        return DemoResult(
            number: number,
            step: step,
            verdict: verdict,
            decision: decision,
            explanation: explanation(of: decision, event),
            received: received,
            outcome: outcome(decision)
        )
    }

    private func makeEvent(_ step: DemoStep, number: Int) -> SimulatedEvent {
        SimulatedEvent(
            step.action,
            userID: DemoRun.userID,
            created: now(),
            messageID: "26112400000000\(1_000 + number)"
        )
    }

    private mutating func newDeliveries() async -> [String] {
        let delivered = await courier.platform.delivered.map(\.text)
        defer { deliveredCount = delivered.count }
        return Array(delivered.dropFirst(deliveredCount))
    }

    private func explanation(of decision: Decision, _ event: SimulatedEvent) -> LocalizedText {
        let content: RuleEvent.Content = if case .say(let text) = event.action { .text(text) } else { .unknown }
        let explanation = DecisionExplanation(
            decision,
            event: RuleEvent(content, userID: event.userID, messageID: event.messageID),
            rules: rules,
            at: event.created
        )
        return LocalizedText(explanation.summary(.chinese), explanation.summary(.english))
    }

    private func outcome(_ verdict: AnswerVerdict) -> DemoOutcome? {
        switch verdict {
        case .gatewayVerified: .handshake
        case .acknowledged: .repeated
        case .refused(400): .refused
        default: nil
        }
    }

    private func outcome(_ decision: Decision) -> DemoOutcome {
        switch decision.outcome {
        case .replied(let rule): .rule(rule)
        case .silent(let reason): .silent(reason)
        }
    }
}
