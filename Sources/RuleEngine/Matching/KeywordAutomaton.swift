@_spi(RuleEngine) import LinearRegex

/// All literals of a rule set as one Aho–Corasick automaton over code points, laid out as a double array.
///
/// Immutable, in flat arrays; built by ``KeywordAutomatonBuilder``. A scan takes time linear in the text, plus one step
/// for every distinct literal that occurs: the walk along the literals that end at a position stops at the first known
/// one, because everything behind it is known too.
struct KeywordAutomaton: Sendable {
    /// A state, as its children's base and its parent; state 0 is the root, and an unused cell has the check -1.
    ///
    /// Eight bytes, because a scan spends most of its time fetching cells.
    struct Cell: Sendable {
        /// Twice the base, and one more where literals end at this state.
        private let packed: Int32
        let check: Int32

        init(base: Int32, check: Int32, isEnd: Bool) {
            packed = base << 1 | (isEnd ? 1 : 0)
            self.check = check
        }

        /// The child over code `c` is the cell `base + c`, if that cell's `check` is this state.
        var base: Int32 { packed >> 1 }
        /// Whether literals end here.
        var isEnd: Bool { packed & 1 != 0 }
    }

    /// The seldom-read part of a state.
    struct Ending: Sendable {
        /// The state of the longest proper suffix.
        var failure: Int32 = 0
        /// The first of the literals that end here, or 0, combined with ``wholeMark``.
        var output: Int32 = 0
    }

    /// Marks a state at which a whole-message keyword ends.
    static let wholeMark: Int32 = 1 << 30

    /// One literal that ends at a state, and the next shorter one.
    struct Output: Sendable {
        let literal: Int32
        /// Code points; negative for a keyword that must stand at a Latin boundary.
        let length: Int32
        let next: Int32
        /// The literal's first use in ``Matcher``; negative when there is none.
        let firstUse: Int32
    }

    let codes: CodePointTable
    let cells: [Cell]
    /// One for each cell.
    let endings: [Ending]
    /// Index 0 is unused.
    let outputs: [Output]
    /// For each output the next one that needs no Latin boundary.
    let unbounded: [Int32]
    /// The states at which whole-message keywords end, ascending, and the numbers of those keywords.
    let wholeStates: [Int32]
    let wholeNumbers: [Int32]
    /// The length of the longest whole-message keyword.
    let wholeLimit: Int
    let prefilter: BigramPrefilter
    let literalCount: Int

    /// Adds every literal that occurs in a text to `matches`.
    func scan(_ text: Span<Unicode.Scalar>, into matches: inout LiteralMatchSet) {
        guard !text.isEmpty else { return }
        let state = run(text, into: &matches)
        noteEnds(at: state, of: text, in: &matches)
    }

    /// The state at the end of a text.
    ///
    /// Each stretch of 64 characters is first looked through for the places at which a literal may begin, without a
    /// branch. All indices are codes or states of this automaton, and every base leaves room for every code
    /// (``DoubleArrayBuilder``).
    private func run(_ text: Span<Unicode.Scalar>, into matches: inout LiteralMatchSet) -> Int32 {
        let (pages, numbers) = (codes.pages.span, codes.numbers.span)
        var state: Int32 = 0
        var start = 0
        while start < text.count {
            let end = min(start &+ 64, text.count)
            let beginnings = beginnings(in: text, from: start, to: end)
            var position = start
            while position < end {
                if state == 0 {
                    let ahead = beginnings &>> UInt64(truncatingIfNeeded: position &- start)
                    if ahead == 0 { break }
                    position &+= ahead.trailingZeroBitCount
                }
                let value = unsafe text[unchecked: position].value
                state = self.state(
                    after: state,
                    over: CodePointTable.number(of: value, pages: pages, numbers: numbers),
                    mayBegin: beginnings &>> UInt64(truncatingIfNeeded: position &- start) & 1 != 0
                )
                position &+= 1
                if unsafe cells.span[unchecked: Int(state)].isEnd {
                    let output = unsafe endings.span[unchecked: Int(state)].output & ~Self.wholeMark
                    report(output, endingAt: position, of: text, into: &matches)
                }
            }
            start = end
        }
        return state
    }

    /// A bit for each of at most 64 positions at which a literal may begin.
    @inline(__always)
    private func beginnings(in text: Span<Unicode.Scalar>, from start: Int, to end: Int) -> UInt64 {
        let (pages, numbers) = (codes.pages.span, codes.numbers.span)
        let masks = prefilter.masks.span
        var beginnings: UInt64 = 0
        var bit: UInt64 = 1
        var mask = unsafe masks[
            unchecked: Int(CodePointTable.number(of: text[unchecked: start].value, pages: pages, numbers: numbers))
        ]
        for position in start &+ 1..<max(end, start &+ 1) {
            let value = unsafe text[unchecked: position].value
            let code = CodePointTable.number(of: value, pages: pages, numbers: numbers)
            beginnings |= mask & BigramPrefilter.bit(code) == 0 ? 0 : bit
            bit &<<= 1
            mask = unsafe masks[unchecked: Int(code)]
        }
        let value = end < text.count ? unsafe text[unchecked: end].value : nil
        let code = value.map { CodePointTable.number(of: $0, pages: pages, numbers: numbers) } ?? 0
        return beginnings | (mask & BigramPrefilter.bit(code) == 0 ? 0 : bit)
    }

    /// The state of the longest suffix that goes on with a code; the root where no literal may begin with it.
    @inline(__always)
    private func state(after state: Int32, over code: Int32, mayBegin: Bool) -> Int32 {
        let cells = cells.span
        var state = state
        while state != 0 || mayBegin {
            let target = unsafe cells[unchecked: Int(state)].base &+ code
            if unsafe cells[unchecked: Int(target)].check == state { return target }
            if state == 0 { return 0 }
            state = unsafe endings.span[unchecked: Int(state)].failure
        }
        return 0
    }

    /// Adds the literals that end before a position, from the longest to the first known one.
    private func report(
        _ first: Int32,
        endingAt end: Int,
        of text: Span<Unicode.Scalar>,
        into matches: inout LiteralMatchSet
    ) {
        let outputs = outputs.span
        var index = first
        while index != 0 {
            let output = unsafe outputs[unchecked: Int(index)]
            let start = end &- Int(abs(output.length))
            if output.length < 0 {
                if LatinBoundary.joins(end, in: text) {
                    index = unbounded[Int(index)]
                    continue
                }
                if LatinBoundary.joins(start, in: text) {
                    index = output.next
                    continue
                }
            }
            guard matches.insert(output, from: start, to: end) else { return }
            index = output.next
        }
    }

    /// Marks the literals that end at the end of the text, for `suffix`.
    private func noteEnds(at state: Int32, of text: Span<Unicode.Scalar>, in matches: inout LiteralMatchSet) {
        guard cells[Int(state)].isEnd else { return }
        var index = endings[Int(state)].output & ~Self.wholeMark
        while index != 0 {
            let output = outputs[Int(index)]
            if output.length > 0 || !LatinBoundary.joins(text.count + Int(output.length), in: text) {
                matches.noteEnd(of: output.literal)
            }
            index = output.next
        }
    }

    /// The number of the whole-message keyword that equals a text, or -1.
    func wholeNumber(of text: Span<Unicode.Scalar>) -> Int32 {
        guard !text.isEmpty, text.count <= wholeLimit else { return -1 }
        var state: Int32 = 0
        for index in text.indices {
            let target = cells[Int(state)].base + codes[text[index].value]
            guard cells[Int(target)].check == state else { return -1 }
            state = target
        }
        return endings[Int(state)].output & Self.wholeMark == 0 ? -1 : wholeNumber(at: state)
    }

    private func wholeNumber(at state: Int32) -> Int32 {
        var (low, high) = (0, wholeStates.count)
        while low < high {
            let middle = (low + high) / 2
            if wholeStates[middle] < state { low = middle + 1 } else { high = middle }
        }
        return low < wholeStates.count && wholeStates[low] == state ? wholeNumbers[low] : -1
    }
}

/// Rules out, by two neighbouring codes, most places at which no literal begins.
///
/// It has false positives and no false negatives. It skips most of a message without touching the automaton's cells.
struct BigramPrefilter: Sendable {
    /// For each code a bit for the lowest six bits of each second code of a literal that begins with it; all bits for a
    /// code that is a literal by itself.
    let masks: [UInt64]

    /// - Parameters:
    ///   - pairs: The first two codes of every longer literal.
    ///   - singles: The codes that are literals by themselves.
    ///   - codeCount: The number of codes, 0 included.
    init(pairs: [(Int32, Int32)], singles: [Int32], codeCount: Int) {
        var masks = [UInt64](repeating: 0, count: codeCount)
        for (first, second) in pairs { masks[Int(first)] |= Self.bit(second) }
        for code in singles { masks[Int(code)] = .max }
        self.masks = masks
    }

    /// The bit of a second code.
    @inline(__always)
    static func bit(_ code: Int32) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: code) }
}

/// The rule that keeps `hi` from matching inside `this` (RULES C4, "Latin boundary").
package enum LatinBoundary {
    /// Whether the scalars before and at `index` are both ASCII letters or digits.
    package static func joins(_ index: Int, in text: [Unicode.Scalar]) -> Bool {
        index > 0 && index < text.count && isWord(text[index - 1]) && isWord(text[index])
    }

    static func joins(_ index: Int, in text: Span<Unicode.Scalar>) -> Bool {
        index > 0 && index < text.count && isWord(text[index - 1]) && isWord(text[index])
    }

    /// Whether a scalar is an ASCII letter or digit.
    package static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
