@_spi(RuleEngine) import LinearRegex

/// Collects literals and builds a ``KeywordAutomaton`` of them.
///
/// Equal literals of one kind share one number; numbers count up in the order of first appearance.
struct KeywordAutomatonBuilder {
    /// The place at which a literal counts.
    enum Kind {
        /// Anywhere between Latin boundaries.
        case keyword
        /// Anywhere, for regular expressions.
        case fragment
        /// As the whole message without its ornaments.
        case whole
    }

    private var keywords: [Literal: Int32] = [:]
    private var fragments: [Literal: Int32] = [:]
    private var wholes: [Literal: Int32] = [:]
    private(set) var literalCount: Int32 = 0

    /// The number of a folded literal, which is not empty.
    mutating func number(of folded: [Unicode.Scalar], as kind: Kind) -> Int32 {
        switch kind {
        case .whole:
            return wholes.number(of: folded, next: Int32(wholes.count))
        case .keyword
        where folded.first.map(LatinBoundary.isWord) ?? false || folded.last.map(LatinBoundary.isWord) ?? false:
            let number = keywords.number(of: folded, next: literalCount)
            literalCount = max(literalCount, number + 1)
            return number
        case .keyword, .fragment:
            // Without a Latin letter at its ends a keyword needs no boundary, and is the same as a fragment.
            let number = fragments.number(of: folded, next: literalCount)
            literalCount = max(literalCount, number + 1)
            return number
        }
    }

    /// The automaton of all literals so far.
    ///
    /// - Parameter firstUses: For each literal its first use in ``Matcher``.
    /// - Returns: The automaton.
    func build(firstUses: [Int32] = []) -> KeywordAutomaton {
        var entries: [DoubleArrayBuilder.Entry] = []
        entries.reserveCapacity(keywords.count + fragments.count + wholes.count)
        for (literals, kind) in [(keywords, Kind.keyword), (fragments, .fragment), (wholes, .whole)] {
            for (text, number) in literals { entries.append(.init(text: text.scalars, number: number, kind: kind)) }
        }
        var builder = DoubleArrayBuilder(entries: entries, firstUses: firstUses)
        return builder.build(literalCount: Int(literalCount))
    }
}

/// A literal as a key, hashed as one stretch of memory, which takes half the time.
private struct Literal: Hashable {
    let scalars: [Unicode.Scalar]

    func hash(into hasher: inout Hasher) {
        // The bytes of scalars are their values, without gaps.
        unsafe scalars.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

extension [Literal: Int32] {
    fileprivate mutating func number(of text: [Unicode.Scalar], next: Int32) -> Int32 {
        let literal = Literal(scalars: text)
        if let number = self[literal] { return number }
        self[literal] = next
        return next
    }
}

/// Lays sorted literals out as a double array, level by level, and links the suffixes on the way.
private struct DoubleArrayBuilder {
    struct Entry {
        let text: [Unicode.Scalar]
        let number: Int32
        let kind: KeywordAutomatonBuilder.Kind
    }

    /// A state whose children are not placed yet: the entries `range` share their first `depth` codes.
    private struct Pending {
        let state: Int32
        let range: Range<Int>
        let depth: Int
    }

    private var codes = CodePointTable()
    private var alphabet: Int32 = 0
    private let entries: [Entry]
    /// The codes of all entries one after the other, and the start of each entry.
    private var letters: [Int32] = []
    private var starts: [Int32] = [0]
    /// The indices of the entries, sorted as far as states have been placed.
    private var order: [Int32]
    /// A state while its children are being placed.
    private struct Node {
        var base: Int32 = 0
        var check: Int32 = -1
        var ending = KeywordAutomaton.Ending()
    }

    private var nodes = [Node(base: 1, check: 0)]
    /// For each cell itself if it is free, else a cell nearer to the next free one.
    private var free: [Int32] = [1]
    /// The start of the search for free cells, for each power of two of children.
    private var searchStarts = [Int32](repeating: 1, count: 32)
    private var outputs = [KeywordAutomaton.Output(literal: -1, length: 0, next: 0, firstUse: -1)]
    private var unbounded: [Int32] = [0]
    private var wholes: [(state: Int32, number: Int32)] = []
    private var wholeLimit = 0
    /// The codes that are literals by themselves.
    private var singles: [Int32] = []
    /// The first two codes of every longer literal.
    private var pairs: [(Int32, Int32)] = []
    private let firstUses: [Int32]

    init(entries: [Entry], firstUses: [Int32]) {
        self.firstUses = firstUses
        self.entries = entries
        order = Array(0..<Int32(entries.count))
    }

    mutating func build(literalCount: Int) -> KeywordAutomaton {
        assignCodes()
        place()
        // The cells behind the last state are room for every code of every base.
        let all = nodes + [Node](repeating: Node(), count: Int(alphabet) + 2)
        let ordered = wholes.sorted { $0.state < $1.state }
        return KeywordAutomaton(
            codes: codes,
            cells: all.map {
                KeywordAutomaton.Cell(
                    base: $0.base,
                    check: $0.check,
                    isEnd: $0.ending.output & ~KeywordAutomaton.wholeMark != 0
                )
            },
            endings: all.map(\.ending),
            outputs: outputs,
            unbounded: unbounded,
            wholeStates: ordered.map(\.state),
            wholeNumbers: ordered.map(\.number),
            wholeLimit: wholeLimit,
            prefilter: BigramPrefilter(pairs: pairs, singles: singles, codeCount: Int(alphabet) + 1),
            literalCount: literalCount
        )
    }

    /// The more frequent a code point, the lower its code, so that children lie close together.
    private mutating func assignCodes() {
        var seen = CodePointTable()
        var tallies: [(scalar: UInt32, count: Int)] = [(0, 0)]
        for entry in entries {
            for scalar in entry.text {
                var index = seen[scalar.value]
                if index == 0 {
                    index = Int32(tallies.count)
                    seen.set(scalar.value, to: index)
                    tallies.append((scalar.value, 0))
                }
                tallies[Int(index)].count += 1
            }
        }
        let ranked = tallies.dropFirst().sorted { ($0.count, $1.scalar) > ($1.count, $0.scalar) }
        for (rank, item) in ranked.enumerated() { codes.set(item.scalar, to: Int32(rank + 1)) }
        alphabet = Int32(ranked.count)
        for entry in entries {
            for scalar in entry.text { letters.append(codes[scalar.value]) }
            starts.append(Int32(letters.count))
            if entry.text.count == 1 { singles.append(letters[letters.count - 1]) }
        }
    }

    /// The code of an entry at a depth; 0 behind its end.
    private func letter(_ entry: Int32, at depth: Int) -> Int32 {
        let place = Int(starts[Int(entry)]) + depth
        return place < Int(starts[Int(entry) + 1]) ? letters[place] : 0
    }

    /// Orders the entries of a state by their next letter, those that end first.
    private mutating func sort(_ range: Range<Int>, at depth: Int) {
        guard range.count > 1 else { return }
        let keys = range.map { UInt64(letter(order[$0], at: depth)) << 32 | UInt64(order[$0]) }.sorted()
        for (place, key) in zip(range, keys) { order[place] = Int32(truncatingIfNeeded: key & 0xFFFF_FFFF) }
    }

    private mutating func place() {
        var queue = [Pending(state: 0, range: 0..<order.count, depth: 0)]
        var next = 0
        var children: [(code: Int32, range: Range<Int>)] = []
        while next < queue.count {
            let pending = queue[next]
            next += 1
            sort(pending.range, at: pending.depth)
            let own = ownEntries(of: pending)
            finish(pending, own: own)
            collect(own.upperBound..<pending.range.upperBound, at: pending.depth, into: &children)
            guard !children.isEmpty else { continue }
            let base = pending.state == 0 ? 1 : freeBase(for: children)
            reserve(Int(base) + Int(children[children.count - 1].code))
            nodes[Int(pending.state)].base = base
            for child in children {
                let state = base + child.code
                nodes[Int(state)].check = pending.state
                free[Int(state)] = state + 1
                nodes[Int(state)].ending.failure = failure(of: pending.state, over: child.code)
                queue.append(Pending(state: state, range: child.range, depth: pending.depth + 1))
                // The root's base is 1.
                if pending.depth == 1 { pairs.append((pending.state - 1, child.code)) }
            }
        }
    }

    /// The entries that end at a state: they sort first.
    private func ownEntries(of pending: Pending) -> Range<Int> {
        var end = pending.range.lowerBound
        while end < pending.range.upperBound, letter(order[end], at: pending.depth) == 0 { end += 1 }
        return pending.range.lowerBound..<end
    }

    /// Chains the entries that end at a state to those of its suffix, and records a whole-message keyword.
    private mutating func finish(_ pending: Pending, own: Range<Int>) {
        let state = Int(pending.state)
        var mark: Int32 = 0
        let suffix = nodes[Int(nodes[state].ending.failure)].ending.output & ~KeywordAutomaton.wholeMark
        var chain = state == 0 ? 0 : inherited(by: pending, chain: suffix)
        let ending = own.map { entries[Int(order[$0])] }
        for entry in ending.sorted(by: { $0.kind == .fragment && $1.kind == .keyword }) {
            switch entry.kind {
            case .fragment: chain = append(entry.number, length: Int32(pending.depth), next: chain)
            case .keyword: chain = append(entry.number, length: -Int32(pending.depth), next: chain)
            case .whole:
                mark = KeywordAutomaton.wholeMark
                wholes.append((pending.state, entry.number))
                wholeLimit = max(wholeLimit, pending.depth)
            }
        }
        nodes[state].ending.output = chain | mark
    }

    /// The suffix's chain, without its first keyword if the letter before it breaks its Latin boundary in every text.
    private func inherited(by pending: Pending, chain: Int32) -> Int32 {
        let output = outputs[Int(chain)]
        guard output.length < 0 else { return chain }
        let text = entries[Int(order[pending.range.lowerBound])].text
        let start = pending.depth + Int(output.length)
        return LatinBoundary.joins(start, in: text) ? output.next : chain
    }

    private mutating func append(_ literal: Int32, length: Int32, next: Int32) -> Int32 {
        unbounded.append(outputs[Int(next)].length < 0 ? unbounded[Int(next)] : next)
        let use = firstUses.isEmpty ? -1 : firstUses[Int(literal)]
        outputs.append(.init(literal: literal, length: length, next: next, firstUse: use))
        return Int32(outputs.count - 1)
    }

    /// Splits sorted entries by their next letter.
    private func collect(
        _ range: Range<Int>,
        at depth: Int,
        into children: inout [(code: Int32, range: Range<Int>)]
    ) {
        children.removeAll(keepingCapacity: true)
        var start = range.lowerBound
        while start < range.upperBound {
            let code = letter(order[start], at: depth)
            var end = start + 1
            while end < range.upperBound, letter(order[end], at: depth) == code { end += 1 }
            children.append((code, start..<end))
            start = end
        }
    }

    /// The state of the longest proper suffix of a child.
    private func failure(of parent: Int32, over code: Int32) -> Int32 {
        var state = parent
        while state != 0 {
            state = nodes[Int(state)].ending.failure
            let target = Int(nodes[Int(state)].base + code)
            if target < nodes.count, nodes[target].check == state { return Int32(target) }
        }
        return 0
    }
}

extension DoubleArrayBuilder {
    /// A base at which the cells of all children are free.
    private mutating func freeBase(for children: [(code: Int32, range: Range<Int>)]) -> Int32 {
        let first = children[0].code
        let size = Int.bitWidth - 1 - children.count.leadingZeroBitCount
        var cell = nextFree(from: max(searchStarts[size], first + 1))
        var tries = 0
        while !children.allSatisfy({ isFree(Int(cell - first + $0.code)) }) {
            tries += 1
            cell = nextFree(from: cell + 1)
        }
        // Leaves a crowded stretch to states with fewer children, so that the search stays linear.
        if tries > 32 { searchStarts[size] = cell }
        return cell - first
    }

    private func isFree(_ cell: Int) -> Bool {
        cell >= nodes.count || nodes[cell].check < 0
    }

    /// The first free cell from `cell` on; shortens the ways to it.
    private mutating func nextFree(from cell: Int32) -> Int32 {
        var cell = cell
        while Int(cell) < free.count, free[Int(cell)] != cell {
            let next = free[Int(cell)]
            if Int(next) < free.count { free[Int(cell)] = free[Int(next)] }
            cell = next
        }
        return cell
    }

    private mutating func reserve(_ cell: Int) {
        guard cell >= nodes.count else { return }
        free += Int32(nodes.count)...Int32(cell)
        nodes += repeatElement(.init(), count: cell + 1 - nodes.count)
    }
}
