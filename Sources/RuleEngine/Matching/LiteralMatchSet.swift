/// The literals that occur in one message; its memory is reused for the next message.
struct LiteralMatchSet: Sendable {
    /// The places that `prefix`, `suffix` and the other keys ask for.
    enum Place: UInt8 {
        case anywhere = 0
        case start = 1
        case end = 2
    }

    /// The last message that contained a literal, and the literal's first occurrence.
    private struct Mark: Sendable {
        /// The generation, and the places in the two lowest bits.
        var stamp: UInt32 = 0
        var firstEnd: Int32 = 0
    }

    /// A literal that occurs, and its first use in ``Matcher``.
    struct Found: Sendable {
        var literal: Int32 = 0
        var firstUse: Int32 = 0
    }

    private var marks: [Mark]
    /// The literals that occur, each once, in the first ``count`` elements.
    private(set) var found: [Found]
    private(set) var count = 0
    private var generation: UInt32 = 0

    init(literalCount: Int) {
        marks = Array(repeating: Mark(), count: literalCount)
        found = Array(repeating: Found(), count: literalCount)
    }

    /// Forgets the previous message.
    mutating func begin() {
        count = 0
        generation &+= 4
        guard generation == 0 else { return }
        for index in marks.indices { marks[index].stamp = 0 }
        generation = 4
    }

    /// Adds a literal that ends before a position; false when the set has it already.
    @inline(__always)
    mutating func insert(_ output: KeywordAutomaton.Output, from start: Int, to end: Int) -> Bool {
        let literal = Int(output.literal)
        if marks[literal].stamp & ~3 == generation { return false }
        let place = start == 0 ? Place.start : .anywhere
        marks[literal] = Mark(stamp: generation | UInt32(place.rawValue), firstEnd: Int32(truncatingIfNeeded: end))
        found[count] = Found(literal: output.literal, firstUse: output.firstUse)
        count &+= 1
        return true
    }

    /// Marks a literal of the set that also occurs at the end of the message.
    mutating func noteEnd(of literal: Int32) {
        marks[Int(literal)].stamp |= UInt32(Place.end.rawValue)
    }

    /// Whether a literal occurs at a place.
    func contains(_ literal: Int32, at place: Place = .anywhere) -> Bool {
        let stamp = marks[Int(literal)].stamp
        return stamp & ~3 == generation && (place == .anywhere || stamp & UInt32(place.rawValue) != 0)
    }

    /// The index behind the first occurrence of a literal; 0 when there is none.
    func firstEnd(of literal: Int32) -> Int32 {
        let mark = marks[Int(literal)]
        return mark.stamp & ~3 == generation ? mark.firstEnd : 0
    }
}
