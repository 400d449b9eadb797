/// All literals of a rule set as one Aho–Corasick automaton over code points, laid out as a double array.
///
/// Immutable, in flat arrays; made by ``KeywordAutomatonBuilder``. A scan takes time linear in the text, plus one step
/// for every distinct literal that occurs: the walk along the literals that end at a position stops at the first one
/// that is already known, because everything behind it is known too.
struct KeywordAutomaton: Sendable {
    /// One state; state 0 is the root, and a cell that is no state has the check -1.
    struct Node: Sendable {
        /// The child over code `c` is the cell `base + c`, if that cell's `check` is this state.
        var base: Int32 = 0
        var check: Int32 = -1
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
        /// The next one that needs no Latin boundary.
        let nextUnbounded: Int32
    }

    let codes: CodePointTable
    let nodes: [Node]
    /// The outputs; 0 is not used.
    let outputs: [Output]
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
        codes.byteCount + nodes.count * MemoryLayout<Node>.stride + outputs.count * MemoryLayout<Output>.stride
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
    /// All indices below are states, codes or outputs of this automaton: every base leaves room for every code
    /// (``DoubleArrayBuilder``), and every hash is cut to the filter's size.
    private func run(_ text: Span<Unicode.Scalar>, into hits: inout LiteralHits) -> Int32 {
        let nodes = nodes.span
        let filter = beginnings.words.span
        let mask = UInt32(filter.count - 1)
        let singles = UInt32(bitPattern: beginnings.singleLimit)
        let end = text.count
        var state: Int32 = 0
        var position = 0
        var following = unsafe codes[text[unchecked: 0].value]
        while position < end {
            let code = following
            following = position &+ 1 < end ? unsafe codes[text[unchecked: position &+ 1].value] : 0
            position &+= 1
            while true {
                if state == 0 {
                    let hash = BeginningFilter.hash(code, following)
                    let word = unsafe filter[unchecked: Int(hash >> 5 & mask)]
                    if word >> (hash & 31) & 1 == 0, UInt32(bitPattern: code &- 1) >= singles { break }
                }
                let target = unsafe nodes[unchecked: Int(state)].base &+ code
                if unsafe nodes[unchecked: Int(target)].check == state {
                    state = target
                    let output = unsafe nodes[unchecked: Int(target)].output & ~Self.wholeMark
                    if output != 0 { report(output, endingAt: position, of: text, into: &hits) }
                    break
                }
                if state == 0 { break }
                state = unsafe nodes[unchecked: Int(state)].failure
            }
        }
        return state
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
                    index = output.nextUnbounded
                    continue
                }
                if LatinBoundary.joins(start, in: text) {
                    index = output.next
                    continue
                }
            }
            guard hits.insert(output.literal, from: start, to: end) else { return }
            index = output.next
        }
    }

    /// Literals that end where the text ends have been found; `suffix` asks for that place.
    private func noteEnds(_ state: Int32, of text: Span<Unicode.Scalar>, in hits: inout LiteralHits) {
        var index = nodes[Int(state)].output & ~Self.wholeMark
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
            let target = nodes[Int(state)].base + codes[text[index].value]
            guard nodes[Int(target)].check == state else { return -1 }
            state = target
        }
        return nodes[Int(state)].output & Self.wholeMark == 0 ? -1 : wholeNumber(at: state)
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
