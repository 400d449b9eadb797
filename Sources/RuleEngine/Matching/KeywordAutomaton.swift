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
    /// The length of each whole-message keyword.
    let wholeLengths: [Int32]
    /// How many literals there are.
    let literalCount: Int

    /// How many bytes the tables take.
    var byteCount: Int {
        codes.byteCount + nodes.count * MemoryLayout<Node>.stride + outputs.count * MemoryLayout<Output>.stride
            + (wholeStates.count + wholeNumbers.count + wholeLengths.count) * MemoryLayout<Int32>.stride
    }

    /// Notes every literal that occurs and returns the number of the whole-message keyword that `trimmed` is, or -1.
    func scan(_ text: [Unicode.Scalar], trimmed: Range<Int>, into hits: inout LiteralHits) -> Int32 {
        let nodes = nodes.span
        let last = trimmed.isEmpty ? -1 : trimmed.upperBound - 1
        var whole: Int32 = -1
        var state: Int32 = 0
        let scalars = text.span
        for position in scalars.indices {
            let code = unsafe codes[scalars[unchecked: position].value]
            if code == 0 {
                state = 0
                continue
            }
            while true {
                // Every base leaves room for every code (KeywordAutomatonBuilder.build).
                let target = unsafe nodes[unchecked: Int(state)].base &+ code
                if unsafe nodes[unchecked: Int(target)].check == state {
                    state = target
                    break
                }
                if state == 0 { break }
                state = unsafe nodes[unchecked: Int(state)].failure
            }
            let output = unsafe nodes[unchecked: Int(state)].output
            if output & ~Self.wholeMark != 0 {
                report(output & ~Self.wholeMark, endingAt: position, of: text, into: &hits)
            }
            if position == last, !wholeStates.isEmpty { whole = self.whole(at: state, length: trimmed.count) }
        }
        noteEnds(state, of: text, in: &hits)
        return whole
    }

    private func report(_ first: Int32, endingAt position: Int, of text: [Unicode.Scalar], into hits: inout LiteralHits)
    {
        let isCut = LatinBoundary.joins(position + 1, in: text)
        let outputs = outputs.span
        var index = first
        while index != 0 {
            let output = unsafe outputs[unchecked: Int(index)]
            let start = position + 1 - Int(abs(output.length))
            if output.length < 0, isCut || LatinBoundary.joins(start, in: text) {
                index = isCut ? output.nextUnbounded : output.next
                continue
            }
            guard hits.insert(output.literal, isAtStart: start == 0) else { return }
            index = isCut ? output.nextUnbounded : output.next
        }
    }

    /// Literals that end where the text ends have been found; `suffix` asks for that place.
    private func noteEnds(_ state: Int32, of text: [Unicode.Scalar], in hits: inout LiteralHits) {
        var index = nodes[Int(state)].output & ~Self.wholeMark
        while index != 0 {
            let output = outputs[Int(index)]
            if output.length > 0 || !LatinBoundary.joins(text.count + Int(output.length), in: text) {
                hits.noteEnd(of: output.literal)
            }
            index = output.next
        }
    }

    private func whole(at state: Int32, length: Int) -> Int32 {
        var state = state
        while state != 0 {
            if nodes[Int(state)].output & Self.wholeMark != 0, let number = wholeNumber(at: state),
                Int(wholeLengths[Int(number)]) == length
            {
                return number
            }
            state = nodes[Int(state)].failure
        }
        return -1
    }

    private func wholeNumber(at state: Int32) -> Int32? {
        var (low, high) = (0, wholeStates.count)
        while low < high {
            let middle = (low + high) / 2
            if wholeStates[middle] < state { low = middle + 1 } else { high = middle }
        }
        return low < wholeStates.count && wholeStates[low] == state ? wholeNumbers[low] : nil
    }
}
