internal import Metrics
internal import Synchronization

/// All metrics of one bot, in memory; a parameter of everything that counts.
final class MetricsRegistry: MetricsFactory {
    /// The limit of series of one metric; further ones are counted together, as `other`.
    static let seriesLimit = 5_000

    struct Entry: Sendable {
        let family: MetricFamily
        var series: [MetricLabels: MetricSeries] = [:]
    }

    private let state: Mutex<[String: Entry]>

    /// Starts with these metrics; others are added as they come.
    init(_ families: [MetricFamily] = []) {
        state = Mutex(
            Dictionary(families.map { ($0.name, Entry(family: $0)) }, uniquingKeysWith: { first, _ in first })
        )
    }

    /// A snapshot, by name.
    var entries: [Entry] { state.withLock { $0.values.sorted { $0.family.name < $1.family.name } } }

    private func series(_ label: String, dimensions: [(String, String)], kind: MetricFamily.Kind) -> MetricSeries {
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
        series(label, dimensions: dimensions, kind: .counter)
    }

    func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions: dimensions, kind: .counter)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions: dimensions, kind: .gauge)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions: dimensions, kind: .histogram)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions: dimensions, kind: .histogram)
    }

    // A series stays to the end: one that came back at zero would look like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}

    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

    func destroyMeter(_ handler: any MeterHandler) {}

    func destroyRecorder(_ handler: any RecorderHandler) {}

    func destroyTimer(_ handler: any TimerHandler) {}
}

/// The text format of Prometheus, version 0.0.4.
extension MetricsRegistry {
    /// The format's media type.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All metrics that have a series, by name.
    func exposition() -> String {
        entries.filter { !$0.series.isEmpty }.map(\.exposition).joined()
    }
}

extension MetricsRegistry.Entry {
    fileprivate var exposition: String {
        let help = family.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        let head = "# HELP \(family.name) \(help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
        return series.sorted { $0.key.precedes($1.key) }.reduce(head) { $0 + lines($1.key, of: $1.value.value) }
    }

    private func lines(_ labels: MetricLabels, of value: MetricSeries.Value) -> String {
        guard family.kind == .histogram else { return "\(family.name)\(labels.text()) \(value.number.exposition)\n" }
        var text = ""
        var count: UInt64 = 0
        for (bound, bucket) in zip(family.bounds + [.infinity], value.buckets) {
            count += bucket
            text += "\(family.name)_bucket\(labels.text(bound: bound.exposition)) \(count)\n"
        }
        text += "\(family.name)_sum\(labels.text()) \(value.number.exposition)\n"
        return text + "\(family.name)_count\(labels.text()) \(count)\n"
    }
}

extension Double {
    /// The number as Prometheus reads it.
    fileprivate var exposition: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
        return self == rounded() && magnitude < 1e15 ? "\(Int64(self))" : "\(self)"
    }
}

/// The declaration that the series of one metric share.
struct MetricFamily: Sendable {
    /// The type of a metric.
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    let name: String
    let kind: Kind
    /// Its meaning, in one line.
    var help = ""
    /// The upper bounds of a histogram's buckets, rising.
    var bounds: [Double] = []
}

/// One number, or one histogram, with its labels.
final class MetricSeries: Sendable {
    struct Value: Sendable {
        /// The number, or the sum of all numbers of a histogram.
        var number = 0.0
        /// The number of entries in each bucket of a histogram; the last bucket has no bound.
        var buckets: [UInt64]
    }

    private let bounds: [Double]
    private let state: Mutex<Value>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Value(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    var value: Value { state.withLock { $0 } }

    private func add(_ amount: Double) {
        state.withLock { $0.number += amount }
    }

    private func count(_ number: Double) {
        let bucket = bounds.firstIndex { number <= $0 } ?? bounds.count
        state.withLock { value in
            value.number += number
            value.buckets[bucket] += 1
        }
    }
}

extension MetricSeries: CounterHandler, FloatingPointCounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }

    func increment(by amount: Double) { add(amount) }

    func reset() { state.withLock { $0 = Value(buckets: Array(repeating: 0, count: bounds.count + 1)) } }
}

extension MetricSeries: MeterHandler {
    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { state.withLock { $0.number = value } }

    func decrement(by amount: Double) { add(-amount) }
}

extension MetricSeries: RecorderHandler, TimerHandler {
    func record(_ value: Int64) { count(Double(value)) }

    func record(_ value: Double) { count(value) }

    /// The exposition uses base units.
    func recordNanoseconds(_ duration: Int64) { count(Double(duration) / 1e9) }
}

/// The labels of a series, in the order of their names.
struct MetricLabels: Hashable, Sendable {
    private struct Label: Hashable {
        let name: String
        let value: String
    }

    private let labels: [Label]

    init(_ dimensions: [(String, String)]) {
        labels = dimensions.map { Label(name: $0.0, value: $0.1) }.sorted { $0.name < $1.name }
    }

    /// The same names with the value for series beyond the limit.
    var overflow: MetricLabels { MetricLabels(labels.map { ($0.name, "other") }) }

    /// The labels in the text format, with the upper bound of a bucket; empty when there are none.
    func text(bound: String? = nil) -> String {
        let bounds = bound.map { [Label(name: "le", value: $0)] } ?? []
        let all = (labels + bounds).map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        return all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
    }

    /// The order of series in the exposition.
    func precedes(_ other: MetricLabels) -> Bool {
        labels.map(\.value).lexicographicallyPrecedes(other.labels.map(\.value))
    }

    /// Escapes backslash, quote and line feed.
    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
