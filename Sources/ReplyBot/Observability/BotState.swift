internal import AlipayClient
internal import BotCore
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle

/// Reads the gauges whose values are needed only on request.
struct BotState: Sendable {
    let store: ReplyStore
    let rules: CurrentRules
    let keys: CurrentKeys
    let policy: DeliveryPolicy
    let clock: any BotClock

    func refresh(_ metrics: BotMetrics) async {
        let figures = await figures()
        metrics.set(.storeWorking, to: store.health == .working && figures != nil ? 1 : 0)
        if let figures { show(figures, in: metrics) }
        showRules(metrics)
        showCertificates(metrics)
    }

    private func figures() async -> StoreFigures? {
        let running = rules.current.rules
        let day = QuotaDay.text(clock.now(), in: running.account.timeZone)
        let quota = policy.quota(under: running.limits)
        return try? await store.figures(day: day, daily: quota.daily - quota.reserve)
    }

    private func show(_ figures: StoreFigures, in metrics: BotMetrics) {
        let counts = figures.counts
        let states = [
            ("undecided", counts.undecided), ("aside", counts.quarantined), ("queued", counts.queued),
            ("sending", counts.sending), ("dead", counts.dead),
        ]
        for (state, count) in states { metrics.set(.queue, labels: [("state", state)], to: Double(count)) }
        let age = figures.oldestReply.map { max(0, clock.now().timeIntervalSince($0)) }
        metrics.set(.oldestReply, to: age ?? 0)
        metrics.set(.followersAtQuota, to: Double(figures.followersAtQuota))
    }

    private func showRules(_ metrics: BotMetrics) {
        metrics.set(.rulesCurrent, to: rules.disk == .same ? 1 : 0)
        metrics.set(.rulesGeneration, to: Double(rules.current.generation))
    }

    /// Exports the latest expiry of Alipay's certificates, because one valid one is enough, and the earliest of the
    /// others.
    private func showCertificates(_ metrics: BotMetrics) {
        let terms = Dictionary(grouping: keys.current.terms, by: \.role)
        for (role, terms) in terms {
            let ends = terms.map(\.validity.upperBound)
            guard let end = role == .alipay ? ends.max() : ends.min() else { continue }
            metrics.set(.certificates, labels: [("role", role.rawValue)], to: end.timeIntervalSince(clock.now()))
        }
    }
}

/// `/metrics`: the metrics in the text format of Prometheus.
struct MetricsEndpoint: Sendable {
    let metrics: BotMetrics
    let state: BotState

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/metrics") { _, _ in
            await state.refresh(metrics)
            return Response(
                status: .ok,
                headers: [.contentType: MetricsRegistry.contentType],
                body: .init(byteBuffer: ByteBuffer(string: metrics.exposition()))
            )
        }
    }
}

/// Counts the transactions of the store until shutdown.
struct CommitMeter: Service {
    /// Subscribed before the first transaction, so that none is missed.
    let reports: AsyncStream<CommitReport>
    let metrics: BotMetrics

    func run() async {
        await cancelWhenGracefulShutdown {
            for await report in reports { metrics.committed(report) }
        }
    }
}
