/// The literals that occur in one message, in memory that is used again for the next.
struct LiteralHits: Sendable {
    /// The places that `prefix`, `suffix` and the other keys ask for.
    enum Place: UInt32 {
        case anywhere = 0
        case start = 1
        case end = 2
    }

    /// For each literal the generation in which it was seen last, and in the two lowest bits where.
    private var stamps: [UInt32]
    private var generation: UInt32 = 0
    /// The literals that occur, each once.
    private(set) var found: [Int32] = []

    init(literalCount: Int) {
        stamps = Array(repeating: 0, count: literalCount)
    }

    /// Forgets the message before.
    mutating func begin() {
        found.removeAll(keepingCapacity: true)
        generation &+= 4
        guard generation == 0 else { return }
        for index in stamps.indices { stamps[index] = 0 }
        generation = 4
    }

    /// Notes a literal; false when it was known.
    mutating func insert(_ literal: Int32, isAtStart: Bool) -> Bool {
        if stamps[Int(literal)] & ~3 == generation { return false }
        stamps[Int(literal)] = generation | (isAtStart ? Place.start.rawValue : 0)
        found.append(literal)
        return true
    }

    mutating func noteEnd(of literal: Int32) {
        stamps[Int(literal)] |= Place.end.rawValue
    }

    /// Whether a literal occurs at a place.
    func contains(_ literal: Int32, at place: Place = .anywhere) -> Bool {
        let stamp = stamps[Int(literal)]
        return stamp & ~3 == generation && (place == .anywhere || stamp & place.rawValue != 0)
    }
}
