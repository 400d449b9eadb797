/// A strict reader of Prometheus' text format 0.0.4.
struct PrometheusText {
    enum Malformed: Error {
        case line(String)
    }

    /// The numbers by name and labels, such as `a_total{b="c"}`; labels in the order in which they stand.
    private(set) var samples: [String: Double] = [:]
    /// The kinds by metric.
    private(set) var types: [String: String] = [:]
    private var helps: Set<String> = []

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed.line("the end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try read(String(line))
        }
    }

    /// The number of a sample; nil when there is none.
    subscript(_ sample: String) -> Double? { samples[sample] }

    private mutating func read(_ line: String) throws {
        if let rest = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)*/) {
            guard helps.insert(String(rest.1)).inserted else { throw Malformed.line(line) }
        } else if let rest = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
            guard types.updateValue(String(rest.2), forKey: String(rest.1)) == nil else { throw Malformed.line(line) }
        } else {
            try readSample(line)
        }
    }

    private mutating func readSample(_ line: String) throws {
        let sample = /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (NaN|[+-]Inf|[-+0-9.eE]+)/
        guard let parts = line.wholeMatch(of: sample) else { throw Malformed.line(line) }
        let label = /\{([a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*",?)+\}/
        if let labels = parts.2, labels.wholeMatch(of: label) == nil { throw Malformed.line(line) }
        let name = String(parts.1)
        let family = ["_bucket", "_sum", "_count"].map { name.hasSuffix($0) ? String(name.dropLast($0.count)) : name }
            .first { types[$0] == "histogram" }
        guard types[family ?? name] != nil, helps.contains(family ?? name) else { throw Malformed.line(line) }
        let number = String(parts.3).replacing("Inf", with: "infinity")
        guard let value = Double(number) else { throw Malformed.line(line) }
        guard samples.updateValue(value, forKey: name + (parts.2 ?? "")) == nil else { throw Malformed.line(line) }
    }
}
