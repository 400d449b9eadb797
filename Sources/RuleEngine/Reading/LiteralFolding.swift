/// What characters of a regular expression become in the text that it sees.
struct LiteralFolding {
    /// Whether that text is L1, where only compatibility forms are gone.
    let isRaw: Bool

    /// The ends of a message that a run stands at.
    struct Edges: OptionSet {
        let rawValue: Int

        static let start = Edges(rawValue: 1)
        static let end = Edges(rawValue: 2)
    }

    /// The characters after folding; nil when they are too many to tell.
    func folded(_ run: [Unicode.Scalar], at edges: Edges = []) -> [Unicode.Scalar]? {
        // White space at an end has neighbours that are not known; it survives where they may be ASCII.
        let first = run.first?.properties.isWhitespace == true && !edges.contains(.start) ? 1 : 0
        let last = run.last?.properties.isWhitespace == true && !edges.contains(.end) ? 1 : 0
        let guarded = Array(repeating: "a", count: first) + run + Array(repeating: "a", count: last)
        let normalized = TextNormalizer.normalize(String(String.UnicodeScalarView(guarded)))
        guard !normalized.isTruncated else { return nil }
        return Array((isRaw ? normalized.raw : normalized.folded).dropFirst(first).dropLast(last))
    }
}
