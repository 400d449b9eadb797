internal import AlipayClient
internal import Metrics
internal import RuleEngine

/// What the bot counts about itself.
///
/// Labels come from fixed sets and from the ids of rules; nothing that a follower or a stranger sent is ever one.
struct BotMetrics: Sendable {
    private let registry: MetricsRegistry

    /// Counts in a registry of its own, from zero.
    init() {
        registry = MetricsRegistry(BotMetric.allCases.map(\.family))
        for verdict in RequestVerdict.allCases { count(.requests, [("verdict", verdict.rawValue)], by: 0) }
        for reason in SilenceReason.allCases { count(.silences, [("reason", reason.rawValue)], by: 0) }
        count(.sends, [("outcome", SendOutcome.sent.rawValue), ("code", "none")], by: 0)
        for what in Reloadable.allCases {
            for result in ReloadResult.allCases {
                count(.reloads, [("what", what.rawValue), ("result", result.rawValue)], by: 0)
            }
            // They were read for the start.
            set(.lastReload, [("what", what.rawValue)], to: 1)
        }
        for metric in [BotMetric.quotaRefusals, .clockSteps, .lateOutcomes] { count(metric, by: 0) }
        for metric in [BotMetric.paused, .breakerOpen] { set(metric, to: 0) }
    }

    /// Everything in the text format of Prometheus.
    func exposition() -> String { registry.exposition() }

    func count(_ metric: BotMetric, _ labels: [(String, String)] = [], by amount: Int = 1) {
        Counter(label: metric.rawValue, dimensions: labels, factory: registry).increment(by: amount)
    }

    func set(_ metric: BotMetric, _ labels: [(String, String)] = [], to value: Double) {
        Meter(label: metric.rawValue, dimensions: labels, factory: registry).set(value)
    }

    func note(_ number: Double, in metric: BotMetric) {
        Recorder(label: metric.rawValue, dimensions: [], aggregate: true, factory: registry).record(number)
    }
}
