import LinearRegex
import RuleEngine

/// Reads a message once and knows at its end, for each of some clauses, whether it matches and how strongly.
///
/// Its alphabet is that of the clauses (``MessageAlphabet``). Its states are small vectors: the place in one
/// Aho–Corasick automaton of all keywords, the place in the tree of whole messages, what has occurred so far, and a
/// state of each expression. Boundaries are characters of their own: one stands between any two characters that do not
/// join to a Latin word, one more before the first and behind the last character. So `hi` is the text
/// boundary-h-i-boundary, and a `prefix` begins with the mark of the start.
struct JointAutomaton {
    typealias State = [Int32]

    /// The facts of one message.
    struct Facts: Hashable {
        /// For each clause the strength of its match; nil where it does not match.
        var strengths: [MatchStrength?]
        /// Whether the message is a word that ends a hand-off.
        var isResumeWord = false
    }

    let alphabet: MessageAlphabet
    private let clauses: [ClauseSlots]
    private let tree: KeywordTree
    private let whole: WholeTree
    private let patterns: [(table: PatternTable, isRaw: Bool)]
    private let slotCount: Int
    private let mutation: ProofMutation

    private static let boundary = 1
    private static let start = 2
    private static let end = 3
    private static let firstCode = 4

    /// Where the parts of a state lie.
    private enum Field {
        static let tree = 0
        static let flags = 1
        static let whole = 2
        static let wholeEnd = 3
        static let slots = 4
    }

    private enum Flag {
        static let isBegun: Int32 = 1
        static let hasText: Int32 = 2
        static let isAfterASCII: Int32 = 4
        static let isAfterWord: Int32 = 8
        static let isAfterSpace: Int32 = 16
        static let isInBody: Int32 = 32
        static let isAfterOrnament: Int32 = 64
    }

    /// What one clause needs, by slots of a state.
    private struct ClauseSlots {
        let clause: MatchClause
        /// For `prefix`, `suffix` and `any` the slot of the longest occurrence.
        var groups: [Int] = []
        /// The slots and bits of the keywords under `all`.
        var all: [(slot: Int, bits: Int32)] = []
        var allLength = 0
        var none: Int?
        var patterns: [Int] = []
    }

    /// Nil where the keywords are too many for one search.
    init?(clauses: [MatchClause], resumeWords: [[Unicode.Scalar]], budget: StepBudget, mutation: ProofMutation) {
        self.mutation = mutation
        let patternList = clauses.flatMap(\.patterns)
        let lists = clauses.flatMap { [$0.prefix, $0.suffix, $0.any, $0.all, $0.none] }
        let words = clauses.map { $0.exact.map(\.folded) }
        let looksAtEnds = !resumeWords.isEmpty || words.contains { !$0.isEmpty }
        alphabet = MessageAlphabet(
            keywords: lists.joined().map(\.folded) + words.joined() + resumeWords,
            patterns: patternList,
            looksAtEnds: looksAtEnds,
            mutation: mutation
        )
        var codes: [Unicode.Scalar: Int] = [" ": alphabet.symbols[0].code]
        for symbol in alphabet.symbols where symbol.code > 0 { codes[symbol.scalar] = symbol.code }

        var tree = KeywordTree(codeCount: alphabet.codeCount + Self.firstCode)
        var whole = WholeTree()
        var slotCount = 0
        var slots: [ClauseSlots] = []
        var patternNumber = 0
        for (number, clause) in clauses.enumerated() {
            var own = ClauseSlots(clause: clause)
            func add(_ keyword: Keyword, at place: Place, _ effect: KeywordTree.Effect) {
                // A keyword with a character that is never in L2 never occurs.
                let path = Self.path(of: keyword.folded, at: place, codes: codes)
                if let path { tree.insert(path, effect: effect) }
            }
            for (list, place) in [(clause.prefix, Place.start), (clause.suffix, .end), (clause.any, .anywhere)]
            where !list.isEmpty {
                let place =
                    mutation == .prefixAnywhere && place == .start || mutation == .suffixAnywhere && place == .end
                    ? .anywhere : place
                for keyword in list {
                    add(keyword, at: place, .longest(slot: slotCount, length: Int32(keyword.folded.count)))
                }
                own.groups.append(slotCount)
                slotCount += 1
            }
            let all = mutation == .allNeedsOne ? Array(clause.all.prefix(1)) : clause.all
            for (index, keyword) in all.enumerated() {
                if index % 30 == 0 {
                    own.all.append((slotCount, 0))
                    slotCount += 1
                }
                let bit = Int32(1) << Int32(index % 30)
                own.all[own.all.count - 1].bits |= bit
                add(keyword, at: .anywhere, .bit(slot: slotCount - 1, bit: bit))
            }
            own.allLength = mutation == .allAddsNoLength ? 0 : clause.all.reduce(0) { $0 + $1.folded.count }
            if !clause.none.isEmpty, mutation != .noneIgnored {
                own.none = slotCount
                for keyword in clause.none { add(keyword, at: .anywhere, .bit(slot: slotCount, bit: 1)) }
                slotCount += 1
            }
            for keyword in clause.exact { whole.insert(keyword.folded, clause: number) }
            own.patterns = clause.patterns.map { _ in
                patternNumber += 1
                return patternNumber - 1
            }
            slots.append(own)
        }
        for word in resumeWords { whole.insert(word, clause: -1) }
        guard tree.cellCount <= 8_000_000 else { return nil }
        tree.build()
        self.tree = tree
        self.whole = whole
        self.clauses = slots
        self.slotCount = slotCount
        let symbols = alphabet.symbols.map(\.scalar)
        let letters = alphabet.letters.map(\.scalar)
        patterns = patternList.map {
            (PatternTable($0, over: $0.isRaw ? letters : symbols, budget: budget, mutation: mutation), $0.isRaw)
        }
    }

    private enum Place {
        case start, end, anywhere
    }

    /// A keyword with its boundaries as codes; nil when one of its characters has none.
    private static func path(of word: [Unicode.Scalar], at place: Place, codes: [Unicode.Scalar: Int]) -> [Int]? {
        var path = place == .start ? [start] : []
        var previous: Unicode.Scalar?
        for scalar in word {
            guard let code = codes[scalar], code > 0 else { return nil }
            if !(previous.map(LatinBoundary.isWord) ?? false) || !LatinBoundary.isWord(scalar) { path.append(boundary) }
            path.append(code + firstCode - 1)
            previous = scalar
        }
        return path + (place == .end ? [boundary, end] : [boundary])
    }
}

// Reading.
extension JointAutomaton {
    /// The state before the first character.
    func begin() throws(PatternTable.Exhausted) -> State {
        var state = State(repeating: 0, count: Field.slots + slotCount)
        for pattern in patterns { state.append(try pattern.table.start()) }
        advance(&state, over: Self.start)
        return state
    }

    /// The state after one more letter.
    func step(_ state: State, over letter: Int) throws(PatternTable.Exhausted) -> State {
        var state = state
        state[Field.flags] |= Flag.isBegun
        for (index, pattern) in patterns.enumerated() where pattern.isRaw {
            let place = Field.slots + slotCount + index
            state[place] = try pattern.table.step(state[place], over: letter)
        }
        let symbols = alphabet.letters[letter].symbols
        if symbols.isEmpty {
            if mutation == .spaceAlwaysKept {
                try read(alphabet.space, in: &state)
            } else if state[Field.flags] & Flag.isAfterASCII != 0 {
                state[Field.flags] |= Flag.isAfterSpace
            }
            return state
        }
        for symbol in symbols {
            if state[Field.flags] & Flag.isAfterSpace != 0 {
                state[Field.flags] &= ~Flag.isAfterSpace
                if alphabet.symbols[symbol].kind.isASCII { try read(alphabet.space, in: &state) }
            }
            try read(symbol, in: &state)
        }
        return state
    }

    /// Reads one character of L2.
    private func read(_ number: Int, in state: inout State) throws(PatternTable.Exhausted) {
        let symbol = alphabet.symbols[number]
        let joins = state[Field.flags] & Flag.isAfterWord != 0 && symbol.kind.isWord
        if !joins || mutation == .latinBoundaryIgnored { advance(&state, over: Self.boundary) }
        advance(&state, over: symbol.code > 0 ? symbol.code + Self.firstCode - 1 : 0)
        for (index, pattern) in patterns.enumerated() where !pattern.isRaw {
            let place = Field.slots + slotCount + index
            state[place] = try pattern.table.step(state[place], over: number)
        }
        if !whole.isEmpty { readWhole(symbol, in: &state) }
        var flags = state[Field.flags] & ~(Flag.isAfterASCII | Flag.isAfterWord) | Flag.hasText
        if symbol.kind.isASCII { flags |= Flag.isAfterASCII }
        if symbol.kind.isWord { flags |= Flag.isAfterWord }
        state[Field.flags] = flags
    }

    private func advance(_ state: inout State, over code: Int) {
        state[Field.tree] = tree.step(state[Field.tree], over: code)
        for effect in tree.effects[Int(state[Field.tree])] {
            switch effect {
            case .longest(let slot, let length):
                let place = Field.slots + slot
                if mutation == .firstKeywordCounts, state[place] > 0 { continue }
                state[place] = max(state[place], length)
            case .bit(let slot, let bit): state[Field.slots + slot] |= bit
            }
        }
    }

    /// Follows the message without the signs at its ends.
    private func readWhole(_ symbol: MessageAlphabet.Symbol, in state: inout State) {
        let kind = symbol.kind
        let isFirst = state[Field.flags] & Flag.hasText == 0
        let next = whole.step(state[Field.whole], over: symbol.scalar)
        guard mutation != .exactUntrimmed else {
            state[Field.whole] = next
            state[Field.wholeEnd] = next
            return
        }
        if state[Field.flags] & Flag.isInBody == 0 {
            if kind.isOrnament || !isFirst && kind.isCombining {
                state[Field.whole] = next
                return
            }
            state[Field.flags] |= Flag.isInBody
            state[Field.whole] = whole.step(0, over: symbol.scalar)
        } else {
            state[Field.whole] = next
        }
        if kind.isOrnament {
            state[Field.flags] |= Flag.isAfterOrnament
            if mutation == .exactTrimsStartOnly { state[Field.wholeEnd] = state[Field.whole] }
            return
        }
        if kind.isCombining, state[Field.flags] & Flag.isAfterOrnament != 0 { return }
        state[Field.flags] &= ~Flag.isAfterOrnament
        state[Field.wholeEnd] = state[Field.whole]
    }

    /// Whether any letter has been read.
    func isMessage(_ state: State) -> Bool { state[Field.flags] & Flag.isBegun != 0 }

    /// The facts of a message that ends here.
    func facts(at state: State) throws(PatternTable.Exhausted) -> Facts {
        var state = state
        advance(&state, over: Self.boundary)
        advance(&state, over: Self.end)
        let hasText = state[Field.flags] & Flag.hasText != 0
        let isTrimmed = state[Field.flags] & Flag.isInBody != 0 || mutation == .exactUntrimmed
        let place = isTrimmed ? state[Field.wholeEnd] : state[Field.whole]
        let words = hasText ? whole.clauses(at: place) : []
        var facts = Facts(strengths: [], isResumeWord: words.contains(-1))
        for (number, clause) in clauses.enumerated() {
            let isWhole = clause.clause.exact.isEmpty || words.contains(number)
            facts.strengths.append(isWhole ? try strength(of: clause, at: state) : nil)
        }
        return facts
    }

    private func strength(of slots: ClauseSlots, at state: State) throws(PatternTable.Exhausted) -> MatchStrength? {
        var longest: Int32 = 0
        for group in slots.groups {
            let length = state[Field.slots + group]
            guard length > 0 else { return nil }
            longest = max(longest, length)
        }
        for (slot, bits) in slots.all where state[Field.slots + slot] & bits != bits { return nil }
        if let none = slots.none, state[Field.slots + none] != 0 { return nil }
        for pattern in slots.patterns {
            guard try patterns[pattern].table.accepts(state[Field.slots + slotCount + pattern]) else { return nil }
        }
        let tier = slots.clause.tier
        return MatchStrength(tier: tier, length: tier == .keyword ? Int(longest) + slots.allLength : 0)
    }
}

/// An Aho–Corasick automaton with a row of cells for each node.
private struct KeywordTree {
    /// What the occurrence of a keyword changes.
    enum Effect: Hashable {
        case longest(slot: Int, length: Int32)
        case bit(slot: Int, bit: Int32)
    }

    private let codeCount: Int
    private var cells: [Int32]
    private(set) var effects: [[Effect]] = [[]]

    init(codeCount: Int) {
        self.codeCount = codeCount
        cells = Array(repeating: -1, count: codeCount)
    }

    var cellCount: Int { cells.count }

    mutating func insert(_ path: [Int], effect: Effect) {
        var node = 0
        for code in path {
            if cells[node * codeCount + code] < 0 {
                cells[node * codeCount + code] = Int32(effects.count)
                effects.append([])
                cells += repeatElement(-1, count: codeCount)
            }
            node = Int(cells[node * codeCount + code])
        }
        if !effects[node].contains(effect) { effects[node].append(effect) }
    }

    /// Fills the cells of failed steps, breadth-first.
    mutating func build() {
        var failures = [Int](repeating: 0, count: effects.count)
        var queue: [Int] = []
        for code in 0..<codeCount {
            if cells[code] > 0 { queue.append(Int(cells[code])) } else { cells[code] = 0 }
        }
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            effects[node] += effects[failures[node]]
            for code in 0..<codeCount {
                let place = node * codeCount + code
                let behind = cells[failures[node] * codeCount + code]
                if cells[place] >= 0 {
                    failures[Int(cells[place])] = Int(behind)
                    queue.append(Int(cells[place]))
                } else {
                    cells[place] = behind
                }
            }
        }
    }

    func step(_ node: Int32, over code: Int) -> Int32 { cells[Int(node) * codeCount + code] }
}

/// A tree of words that are compared with the whole message.
private struct WholeTree {
    private var children: [[Unicode.Scalar: Int32]] = [[:]]
    private var words: [[Int]] = [[]]

    var isEmpty: Bool { children.count == 1 }

    mutating func insert(_ word: [Unicode.Scalar], clause: Int) {
        var node = 0
        for scalar in word {
            if let next = children[node][scalar] {
                node = Int(next)
            } else {
                children[node][scalar] = Int32(children.count)
                node = children.count
                children.append([:])
                words.append([])
            }
        }
        words[node].append(clause)
    }

    /// The node after one more character; -1 behind the last one that any word has.
    func step(_ node: Int32, over scalar: Unicode.Scalar) -> Int32 {
        node < 0 ? -1 : children[Int(node)][scalar] ?? -1
    }

    func clauses(at node: Int32) -> [Int] { node < 0 ? [] : words[Int(node)] }
}
