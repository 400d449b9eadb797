/// Which rules that customers may be told of have a pair of neighbouring code points in their keywords.
struct SuggestionIndex: Sendable {
    /// A pair in the upper 42 bits, above it nothing, and in the lower 22 bits the index of a rule; ascending.
    ///
    /// One word for each, so that a hundred thousand keywords take a few megabytes.
    private let entries: [UInt64]
    private static let ruleBits: UInt64 = 22

    /// Indexes the live rules for texts that have a title.
    init(of rules: [Rule]) {
        var entries: [UInt64] = []
        for (index, rule) in rules.prefix(1 << Self.ruleBits).enumerated() where Self.isOffered(rule) {
            for pair in Self.pairs(of: rule) { entries.append(pair << Self.ruleBits | UInt64(index)) }
        }
        self.entries = entries.sorted()
    }

    /// Counts, for each rule, the pairs of a text that it has.
    func count(_ text: [Unicode.Scalar], in tally: inout RuleTally) {
        guard !entries.isEmpty else { return }
        for pair in Self.distinct(Self.pairs(of: text)) {
            var place = firstPlace(of: pair)
            while place < entries.count, entries[place] >> Self.ruleBits == pair {
                tally.add(Int(entries[place] & (1 << Self.ruleBits - 1)))
                place += 1
            }
        }
    }

    private func firstPlace(of pair: UInt64) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] >> Self.ruleBits < pair { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isOffered(_ rule: Rule) -> Bool {
        rule.event == .text && rule.stage == .live && rule.title != nil
    }

    private static func pairs(of rule: Rule) -> [UInt64] {
        let keywords = rule.clauses.flatMap { $0.exact + $0.prefix + $0.suffix + $0.any + $0.all }
        return distinct(keywords.flatMap { pairs(of: $0.folded) })
    }

    private static func pairs(of text: [Unicode.Scalar]) -> [UInt64] {
        zip(text, text.dropFirst()).map { UInt64($0.value) << 21 | UInt64($1.value) }
    }

    private static func distinct(_ pairs: [UInt64]) -> [UInt64] {
        var distinct: [UInt64] = []
        for pair in pairs.sorted() where pair != distinct.last { distinct.append(pair) }
        return distinct
    }
}
