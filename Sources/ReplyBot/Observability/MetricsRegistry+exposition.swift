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
        return series.sorted { $0.key.precedes($1.key) }.reduce(head) { $0 + lines($1.key, $1.value.value) }
    }

    private func lines(_ labels: MetricLabels, _ value: MetricSeries.Value) -> String {
        guard family.kind == .histogram else { return "\(family.name)\(labels.text()) \(value.number.exposition)\n" }
        var text = ""
        var count: UInt64 = 0
        for (bound, bucket) in zip(family.bounds + [.infinity], value.buckets) {
            count += bucket
            text += "\(family.name)_bucket\(labels.text("le", bound.exposition)) \(count)\n"
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
