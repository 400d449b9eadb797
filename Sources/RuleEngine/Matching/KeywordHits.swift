/// Where keywords occur in one message.
struct KeywordHits {
    /// The places that `prefix`, `suffix` and the other keys ask for.
    struct Places: OptionSet {
        let rawValue: UInt8

        static let anywhere = Places(rawValue: 1)
        static let start = Places(rawValue: 2)
        static let end = Places(rawValue: 4)
    }

    private var places: [Places]
    /// The keywords that occur, each once.
    private(set) var found: [Int] = []

    /// Finds the keywords of an automaton in a text, boundaries respected.
    init(of automaton: KeywordAutomaton, in text: [Unicode.Scalar]) {
        places = Array(repeating: [], count: automaton.lengths.count)
        automaton.scan(text) { keyword, range in
            guard LatinBoundary.allows(range, in: text) else { return }
            add(keyword, at: range, of: text.count)
        }
    }

    /// Whether a keyword occurs at one of the places.
    func contains(_ keyword: Int, at place: Places) -> Bool {
        !places[keyword].isDisjoint(with: place)
    }

    private mutating func add(_ keyword: Int, at range: Range<Int>, of count: Int) {
        if places[keyword].isEmpty { found.append(keyword) }
        places[keyword].insert(.anywhere)
        if range.lowerBound == 0 { places[keyword].insert(.start) }
        if range.upperBound == count { places[keyword].insert(.end) }
    }
}
