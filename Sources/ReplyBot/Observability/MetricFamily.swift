/// What the series of one metric have in common.
struct MetricFamily: Sendable {
    /// How its numbers are to be read.
    enum Kind: String, Sendable {
        /// It only rises.
        case counter
        /// It rises and falls.
        case gauge
        /// Numbers counted by size.
        case histogram
    }

    let name: String
    let kind: Kind
    /// What it means, in one line.
    var help = ""
    /// The upper bounds of a histogram's buckets, rising.
    var bounds: [Double] = []
}
