extension DecisionContext {
    /// Titles of rules whose keywords resemble a message that no rule answers (RULES C2, `suggest`).
    ///
    /// The more pairs of neighbouring code points the keywords of a rule share with the message, the nearer the rule.
    /// The nearest title comes first; equally near rules are in file order. `exclusions` are never suggested.
    func suggestTitles(limit: Int, excluding exclusions: [Exclusion], tally: inout RuleTally) -> [String] {
        guard limit > 0, let text else { return [] }
        rules.suggestions.count(text.folded, in: &tally)
        let excluded = Set(exclusions.map(\.rule))
        var nearest = NearestTitles(limit: limit)
        for index in tally.counted where nearest.hasRoom(for: index, shared: tally[index]) {
            let rule = rules.rules[index]
            // Only a rule that would answer if it were asked now.
            guard let title = rule.title, !excluded.contains(rule.id), !isCooling(rule.id), holds(rule.condition),
                rule.cases.contains(where: { holds($0.condition) })
            else { continue }
            nearest.insert(title, rule: index, shared: tally[index])
        }
        tally.clear()
        return nearest.titles
    }
}

/// The nearest titles found so far, each once, for the nearest rule that has it.
private struct NearestTitles {
    private struct Entry {
        let title: String
        let rule: Int
        let shared: Int
    }

    private let limit: Int
    private var entries: [Entry] = []

    init(limit: Int) {
        self.limit = limit
    }

    var titles: [String] { entries.map(\.title) }

    /// Whether a rule would be among the nearest.
    func hasRoom(for rule: Int, shared: Int) -> Bool {
        guard entries.count == limit, let last = entries.last else { return true }
        return (shared, last.rule) > (last.shared, rule)
    }

    mutating func insert(_ title: String, rule: Int, shared: Int) {
        let isNearer: (Entry) -> Bool = { (shared, $0.rule) > ($0.shared, rule) }
        if let same = entries.firstIndex(where: { $0.title == title }) {
            guard isNearer(entries[same]) else { return }
            entries.remove(at: same)
        }
        let entry = Entry(title: title, rule: rule, shared: shared)
        entries.insert(entry, at: entries.firstIndex(where: isNearer) ?? entries.endIndex)
        entries = Array(entries.prefix(limit))
    }
}

/// An index from pairs of neighbouring code points to the rules whose keywords have them.
struct SuggestionIndex: Sendable {
    /// A pair in the upper 42 bits and the index of a rule in the lower 22; ascending.
    ///
    /// One word an entry, so that a hundred thousand keywords take a few megabytes.
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

/// Counts by rule, in memory that is reused.
struct RuleTally: Sendable {
    private let ruleCount: Int
    /// The count of each rule; empty until the first use.
    private var counts: [Int32] = []
    /// The rules whose count is above 0.
    private(set) var counted: [Int] = []

    init(ruleCount: Int) {
        self.ruleCount = ruleCount
    }

    subscript(_ rule: Int) -> Int { Int(counts[rule]) }

    mutating func add(_ rule: Int) {
        if counts.isEmpty { counts = Array(repeating: 0, count: ruleCount) }
        if counts[rule] == 0 { counted.append(rule) }
        counts[rule] += 1
    }

    mutating func clear() {
        for rule in counted { counts[rule] = 0 }
        counted.removeAll(keepingCapacity: true)
    }
}
