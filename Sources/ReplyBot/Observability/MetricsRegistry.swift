internal import Metrics
internal import Synchronization

/// All metrics of one bot, in memory; whoever counts is given one.
final class MetricsRegistry: MetricsFactory {
    /// Series of one metric at most; what comes later is counted together, as `other`.
    static let seriesLimit = 5_000

    struct Entry: Sendable {
        let family: MetricFamily
        var series: [MetricLabels: MetricSeries] = [:]
    }

    private let state: Mutex<[String: Entry]>

    /// Knows these metrics; others are taken on as they come.
    init(_ families: [MetricFamily] = []) {
        state = Mutex(
            Dictionary(families.map { ($0.name, Entry(family: $0)) }, uniquingKeysWith: { first, _ in first })
        )
    }

    /// Everything as it is now.
    var entries: [Entry] { state.withLock { $0.values.sorted { $0.family.name < $1.family.name } } }

    private func series(_ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind) -> MetricSeries {
        let labels = MetricLabels(dimensions)
        return state.withLock { entries in
            let isRoomLeft = entries[label].map { $0.series.count < Self.seriesLimit } ?? true
            let isKnown = entries[label]?.series[labels] != nil
            let place = isRoomLeft || isKnown ? labels : labels.overflow
            return entries[label, default: Entry(family: MetricFamily(name: label, kind: kind))].series(at: place)
        }
    }
}

extension MetricsRegistry.Entry {
    fileprivate mutating func series(at labels: MetricLabels) -> MetricSeries {
        if let known = series[labels] { return known }
        let new = MetricSeries(bounds: family.bounds)
        series[labels] = new
        return new
    }
}

extension MetricsRegistry {
    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, .histogram)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram)
    }

    // A series stays to the end: one that vanished and came back at zero would look like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}

    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

    func destroyMeter(_ handler: any MeterHandler) {}

    func destroyRecorder(_ handler: any RecorderHandler) {}

    func destroyTimer(_ handler: any TimerHandler) {}
}
