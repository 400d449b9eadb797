/// The literals that occur in one message, in memory that is used again for the next.
struct LiteralHits: Sendable {
    /// The places that `prefix`, `suffix` and the other keys ask for.
    enum Place: UInt32 {
        case anywhere = 0
        case start = 1
        case end = 2
    }

    /// When a literal was seen last, and where.
    private struct Mark: Sendable {
        /// The generation, and in the two lowest bits the places.
        var stamp: UInt32 = 0
        /// The end of its first occurrence.
        var firstEnd: Int32 = 0
    }

    private var marks: [Mark]
    /// The literals that occur, each once: the first ``count`` of these.
    private(set) var found: [Int32]
    /// How many literals occur.
    private(set) var count = 0
    private var generation: UInt32 = 0

    init(literalCount: Int) {
        marks = Array(repeating: Mark(), count: literalCount)
        found = Array(repeating: 0, count: literalCount)
    }

    /// Forgets the message before.
    mutating func begin() {
        count = 0
        generation &+= 4
        guard generation == 0 else { return }
        for index in marks.indices { marks[index].stamp = 0 }
        generation = 4
    }

    /// Notes a literal that ends before a position; false when it was known.
    @inline(__always)
    mutating func insert(_ literal: Int32, from start: Int, to end: Int) -> Bool {
        if marks[Int(literal)].stamp & ~3 == generation { return false }
        let place = start == 0 ? Place.start : .anywhere
        marks[Int(literal)] = Mark(stamp: generation | place.rawValue, firstEnd: Int32(truncatingIfNeeded: end))
        found[count] = literal
        count &+= 1
        return true
    }

    mutating func noteEnd(of literal: Int32) {
        marks[Int(literal)].stamp |= Place.end.rawValue
    }

    /// Whether a literal occurs at a place.
    func contains(_ literal: Int32, at place: Place = .anywhere) -> Bool {
        let stamp = marks[Int(literal)].stamp
        return stamp & ~3 == generation && (place == .anywhere || stamp & place.rawValue != 0)
    }

    /// The index behind the first occurrence of a literal; 0 when there is none.
    func firstEnd(of literal: Int32) -> Int32 {
        let mark = marks[Int(literal)]
        return mark.stamp & ~3 == generation ? mark.firstEnd : 0
    }
}
