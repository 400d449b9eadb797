internal import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine

/// Runs recorded requests through verification, parsing, journal, rules and state as `serve` does; sends nothing.
struct Replayer {
    private let reader: NotificationReader
    private let journal: EventJournal
    private let decider: EventDecider

    /// Starts from nothing: no follower is known yet.
    init(verifier: NotificationVerifier, configuration: BotConfiguration, rules: RuleSet) throws {
        let store = try ReplyStore.inMemory()
        var logger = Logger(label: "replay")
        logger.logLevel = .error
        reader = NotificationReader(verifier: verifier, appID: configuration.alipay.appID)
        journal = EventJournal(store: store, freshness: configuration.alipay.freshness)
        decider = EventDecider(
            store: store,
            rules: RuleRing(rules, loaded: Date()),
            policy: configuration.delivery,
            outbox: WakeSignal(),
            clock: SystemClock(),
            logger: logger,
            watch: DecisionWatch(logger: logger),
            inFlight: try InFlightFile()
        )
    }

    /// The decisions on a recording, one for each request, in its order.
    func replay(_ recording: Recording) async throws -> [ReplayedDecision] {
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
            try await decide(event, request, at: line.received, into: &replayed)
        } catch let error as NotificationError {
            replayed.refused = error.rawValue
        }
        return replayed
    }

    private func decide(
        _ event: InboundEvent,
        _ request: RecordedRequest,
        at received: Date,
        into replayed: inout ReplayedDecision
    ) async throws {
        guard event.content != .gatewayCheck else {
            replayed.undecided = "gateway-check"
            return
        }
        switch try await journal.record(event, request, at: received) {
        case .duplicate: replayed.undecided = SilenceReason.duplicate.rawValue
        case .stale: replayed.undecided = SilenceReason.stale.rawValue
        case .first(let accepted):
            if let decision = try await decider.decide(accepted) { replayed.describe(decision) }
        }
    }
}
