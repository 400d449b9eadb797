/// All literals of a rule set as one Aho–Corasick automaton over code points, laid out as a double array.
///
/// Immutable, in flat arrays; made by ``KeywordAutomatonBuilder``. A scan takes time linear in the text, plus one step
/// for every distinct literal that occurs: the walk along the literals that end at a position stops at the first one
/// that is already known, because everything behind it is known too.
struct KeywordAutomaton: Sendable {
    /// Where a state's children are; state 0 is the root, and a cell that is no state has the check -1.
    ///
    /// Eight bytes, because most of a scan's time goes into fetching these.
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

    /// What else is known of a state.
    struct Ending: Sendable {
        /// The state of the longest proper suffix.
        var failure: Int32 = 0
        /// The first of the literals that end here, 0 is none; and the bit ``wholeMark``.
        var output: Int32 = 0
    }

    /// Marks a state at which a whole-message keyword ends.
    static let wholeMark: Int32 = 1 << 30

    /// One literal that ends at a state, and the next shorter one.
    struct Output: Sendable {
        /// The literal's number.
        let literal: Int32
        /// Code points; negative for a keyword that must stand at a Latin boundary.
        let length: Int32
        let next: Int32
        /// Where the literal's uses begin, for the matcher; negative when there are none.
        let firstUse: Int32
    }

    let codes: CodePointTable
    let cells: [Cell]
    /// For each cell.
    let endings: [Ending]
    /// The outputs; 0 is not used.
    let outputs: [Output]
    /// For each output the next one that needs no Latin boundary.
    let unbounded: [Int32]
    /// The states at which whole-message keywords end, ascending, and those keywords' numbers.
    let wholeStates: [Int32]
    let wholeNumbers: [Int32]
    /// The length of the longest whole-message keyword.
    let wholeLimit: Int
    let beginnings: BeginningFilter
    /// How many literals there are.
    let literalCount: Int

    /// How many bytes the tables take.
    var byteCount: Int {
        codes.byteCount + cells.count * (MemoryLayout<Cell>.stride + MemoryLayout<Ending>.stride)
            + outputs.count * (MemoryLayout<Output>.stride + 4)
            + (wholeStates.count + wholeNumbers.count) * MemoryLayout<Int32>.stride + beginnings.byteCount
    }

    /// Notes every literal that occurs.
    func scan(_ text: Span<Unicode.Scalar>, into hits: inout LiteralHits) {
        guard !text.isEmpty else { return }
        let state = run(text, into: &hits)
        noteEnds(state, of: text, in: &hits)
    }

    /// The state at the end of a text.
    ///
    /// All indices are codes or states of this automaton, and every base leaves room for every code
    /// (``DoubleArrayBuilder``).
    private func run(_ text: Span<Unicode.Scalar>, into hits: inout LiteralHits) -> Int32 {
        let (pages, numbers) = (codes.pages.span, codes.numbers.span)
        let masks = beginnings.masks.span
        var state: Int32 = 0
        var following = CodePointTable.number(of: text[0].value, pages: pages, numbers: numbers)
        for position in 1...text.count {
            let code = following
            following = 0
            if position < text.count {
                let value = unsafe text[unchecked: position].value
                following = CodePointTable.number(of: value, pages: pages, numbers: numbers)
            }
            let mask = unsafe masks[unchecked: Int(code)]
            if state == 0, mask & BeginningFilter.bit(following) == 0 { continue }
            state = self.state(after: state, over: code, mayBegin: mask & BeginningFilter.bit(following) != 0)
            if unsafe cells.span[unchecked: Int(state)].isEnd {
                let output = unsafe endings.span[unchecked: Int(state)].output & ~Self.wholeMark
                report(output, endingAt: position, of: text, into: &hits)
            }
        }
        return state
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

    /// Notes the literals that end before a position, from the longest to the first that is known already.
    private func report(
        _ first: Int32,
        endingAt end: Int,
        of text: Span<Unicode.Scalar>,
        into hits: inout LiteralHits
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
            guard hits.insert(output, from: start, to: end) else { return }
            index = output.next
        }
    }

    /// Literals that end where the text ends have been found; `suffix` asks for that place.
    private func noteEnds(_ state: Int32, of text: Span<Unicode.Scalar>, in hits: inout LiteralHits) {
        guard cells[Int(state)].isEnd else { return }
        var index = endings[Int(state)].output & ~Self.wholeMark
        while index != 0 {
            let output = outputs[Int(index)]
            if output.length > 0 || !LatinBoundary.joins(text.count + Int(output.length), in: text) {
                hits.noteEnd(of: output.literal)
            }
            index = output.next
        }
    }

    /// The number of the whole-message keyword that a text is, or -1.
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
