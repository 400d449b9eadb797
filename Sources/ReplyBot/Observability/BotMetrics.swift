internal import AlipayClient
internal import BotCore
internal import Metrics
internal import ReplyStore
internal import RuleEngine

/// The bot's metrics.
///
/// Labels come from fixed sets and from the ids of rules, never from anything that a follower or a stranger sent.
struct BotMetrics: Sendable {
    private let registry: MetricsRegistry

    /// Starts at zero, in a registry of its own.
    init() {
        registry = MetricsRegistry(BotMetric.allCases.map(\.family))
        for verdict in RequestVerdict.allCases { count(.requests, labels: [("verdict", verdict.rawValue)], by: 0) }
        for reason in SilenceReason.allCases { count(.silences, labels: [("reason", reason.rawValue)], by: 0) }
        count(.sends, labels: [("outcome", SendOutcome.sent.rawValue), ("code", "none")], by: 0)
        for what in Reloadable.allCases {
            for result in ReloadResult.allCases {
                count(.reloads, labels: [("what", what.rawValue), ("result", result.rawValue)], by: 0)
            }
            // The start has read both.
            set(.lastReload, labels: [("what", what.rawValue)], to: 1)
        }
        for metric in [BotMetric.quotaRefusals, .clockSteps, .lateOutcomes] { count(metric, by: 0) }
        for metric in [BotMetric.paused, .breakerOpen] { set(metric, to: 0) }
    }

    /// All metrics in the text format of Prometheus.
    func exposition() -> String { registry.exposition() }

    func count(_ metric: BotMetric, labels: [(String, String)] = [], by amount: Int = 1) {
        Counter(label: metric.rawValue, dimensions: labels, factory: registry).increment(by: amount)
    }

    func set(_ metric: BotMetric, labels: [(String, String)] = [], to value: Double) {
        Meter(label: metric.rawValue, dimensions: labels, factory: registry).set(value)
    }

    func note(_ number: Double, in metric: BotMetric) {
        Recorder(label: metric.rawValue, dimensions: [], aggregate: true, factory: registry).record(number)
    }
}

/// Counted by the request half.
extension BotMetrics {
    /// A request was answered.
    func answered(_ verdict: RequestVerdict) {
        count(.requests, labels: [("verdict", verdict.rawValue)])
    }

    /// A request was answered with 400; `reason` is from a fixed set.
    func refused(_ reason: String) {
        answered(.refused)
        count(.refusals, labels: [("reason", reason)])
    }

    /// A request was answered with 503 for lack of capacity; `reason` is from a fixed set.
    func turnedAway(_ reason: String) {
        answered(.overloaded)
        count(.refusals, labels: [("reason", reason)])
    }

    /// A connection was closed before there was a request to answer.
    func cutOff(_ refusal: IntakeRefusal) {
        count(.refusals, labels: [("reason", refusal.rawValue)])
    }

    /// An event was acknowledged, `time` after its request.
    func acknowledged(after time: Duration) {
        note(time / .seconds(1), in: .acknowledgement)
    }

    /// The store ended a transaction.
    func committed(_ batch: CommitReport) {
        guard batch.writes > 0 else { return }
        note(Double(batch.writes), in: .commitWrites)
        note(batch.duration / .seconds(1), in: .commitDuration)
    }
}

/// Counted by the background half.
extension BotMetrics {
    /// A decision is durable.
    func decided(_ decision: Decision) {
        switch decision.outcome {
        case .replied(let rule): count(.matches, labels: [("rule", rule)])
        case .silent(let reason):
            count(.silences, labels: [("reason", reason.rawValue)])
            if reason == .quota { count(.quotaRefusals) }
        }
    }

    /// The outcome of a claimed reply is durable: `sent`, `retry` or `dead`, and the code, empty for none.
    func settled(outcome: String, code: String) {
        let outcome = SendOutcome(rawValue: outcome) ?? .other
        let label = code.isEmpty ? "none" : DeliveryCode(code).label
        count(.sends, labels: [("outcome", outcome.rawValue), ("code", label)])
        if outcome == .dead, code == ReasonCode.dailyQuota.rawValue { count(.quotaRefusals) }
    }

    /// Something changed for all replies.
    func notice(_ notice: DeliveryNotice) {
        switch notice {
        case .paused: set(.paused, to: 1)
        case .resumed: set(.paused, to: 0)
        case .breakerOpened: set(.breakerOpen, to: 1)
        case .breakerClosed: set(.breakerOpen, to: 0)
        case .slowedDown(let rate): sending(atMost: rate)
        case .clockStepped: count(.clockSteps)
        case .outcomeTooLate: count(.lateOutcomes)
        }
    }

    /// The rate of sending is limited from now on.
    func sending(atMost rate: Double) {
        set(.sendRate, to: rate)
    }

    /// Rules or keys were read again.
    func reloaded(_ what: Reloadable, result: ReloadResult) {
        count(.reloads, labels: [("what", what.rawValue), ("result", result.rawValue)])
        set(.lastReload, labels: [("what", what.rawValue)], to: result == .refused ? 0 : 1)
    }
}

/// The subject of a reload.
enum Reloadable: String, CaseIterable, Sendable {
    case rules
    case keys
}

/// The result of a reload.
enum ReloadResult: String, CaseIterable, Sendable {
    case used
    case same
    case refused
}

/// The result of a request to the gateway, as a label.
enum RequestVerdict: String, CaseIterable, Sendable {
    /// An event that is new.
    case accepted
    /// An event that was delivered before.
    case duplicate
    /// An event that is too old or from the future.
    case stale
    /// The console's 验证网关, good or bad.
    case handshake
    /// News of the platform.
    case platformMessage = "platform-message"
    /// 400.
    case refused
    /// 503, for lack of capacity.
    case overloaded
    /// 503, because the store failed.
    case store
    /// 500.
    case failed
}

/// The outcome of a claimed reply, as a label.
enum SendOutcome: String, CaseIterable, Sendable {
    case sent
    case retry
    case dead
    case other
}
