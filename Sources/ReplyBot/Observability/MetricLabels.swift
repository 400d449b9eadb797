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

    /// The same names, with the value that stands for all that are too many.
    var overflow: MetricLabels { MetricLabels(labels.map { ($0.name, "other") }) }

    /// The labels as Prometheus reads them, with one more; empty when there are none.
    func text(_ name: String? = nil, _ value: String = "") -> String {
        let more = name.map { [Label(name: $0, value: value)] } ?? []
        let all = (labels + more).map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        return all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
    }

    /// Whether one series stands before another; the same labels are always in the same order.
    func precedes(_ other: MetricLabels) -> Bool {
        labels.map(\.value).lexicographicallyPrecedes(other.labels.map(\.value))
    }

    /// Backslash, quote and line feed are what a value cannot hold as they are.
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
