/// The choices of an NFA after each character, given the class of the next one, for ``LookaheadSearch``.
///
/// A place is a point in the pattern between two characters. One character ahead decides most choices, so most places
/// have one way to go on with a class, and a search seldom goes back.
struct LookaheadProgram: Sendable {
    /// A way from a place to the next one, over one character or to the end of the match.
    struct Way: Sendable {
        /// The start of the next place's cells; ``match`` at the end of the match.
        let next: Int32
        /// Whether there is no less preferred way behind this one.
        var isLast: Bool
        /// A bit for each slot that takes the position.
        let saves: UInt64
    }

    /// No way to go on.
    static let dead: Int32 = -1
    /// Cells from here downwards have several ways, or one that saves: way n is the cell n below this.
    static let firstWays: Int32 = -2
    static let match: Int32 = -1

    /// A larger pattern has no program.
    private static let stateLimit = 512
    private static let sizeLimit = 1 << 12

    /// For each place a cell for each class and one for the end of the text: the start of the next place's cells where
    /// there is one way that saves nothing, else ``dead`` or the first way.
    let cells: [Int32]
    let ways: [Way]
    /// The start of the cells at which a match begins after the start of the text; at that it begins with cell 0.
    let laterStart: Int32
    let slotCount: Int
    /// The class number of the end of the text.
    let endClass: UInt8

    /// Nil when a limit is exceeded.
    init?(_ nfa: NFA, representatives: [Unicode.Scalar]) {
        guard nfa.instructions.count <= Self.stateLimit, nfa.slotCount <= UInt64.bitWidth,
            representatives.count < UInt64.bitWidth
        else { return nil }
        var builder = LookaheadBuilder(nfa, representatives: representatives)
        guard builder.build(sizeLimit: Self.sizeLimit) else { return nil }
        cells = builder.cells
        ways = builder.ways
        laterStart = Int32(representatives.count + 1)
        slotCount = nfa.slotCount
        endClass = UInt8(representatives.count)
    }

    var byteCount: Int { cells.count * MemoryLayout<Int32>.size + ways.count * MemoryLayout<Way>.stride }
}

private struct LookaheadBuilder {
    /// A state that consumes a character, or the match, as it is reached from a place.
    private struct Reached {
        let state: Int
        let saves: UInt64
        /// The state after the character; nil for the match.
        let next: Int?
    }

    private let nfa: NFA
    private let width: Int
    private(set) var cells: [Int32] = []
    private(set) var ways: [LookaheadProgram.Way] = []
    /// The NFA states of the places, in the order of their cells; the first two are both the start of the pattern.
    private var places: [Int]
    /// For each NFA state its place behind a character, or -1.
    private var numbers: [Int32]
    /// For each NFA state a bit for each class that it accepts, and all bits for the match.
    private let accepted: [UInt64]
    /// For each NFA state the round in which it was entered last.
    private var entered: [Int32]
    private var round: Int32 = 0

    init(_ nfa: NFA, representatives: [Unicode.Scalar]) {
        self.nfa = nfa
        width = representatives.count + 1
        places = [nfa.start, nfa.start]
        numbers = Array(repeating: -1, count: nfa.instructions.count)
        entered = Array(repeating: 0, count: nfa.instructions.count)
        let sets = nfa.sets.map { set in Self.bits(of: representatives) { set.contains($0) } }
        accepted = nfa.instructions.map { instruction in
            switch instruction {
            case .scalar(let scalar, _): Self.bits(of: representatives) { $0 == scalar }
            case .set(let set, _): sets[set]
            case .split, .save, .start, .end: 0
            case .match: .max
            }
        }
    }

    private static func bits(of representatives: [Unicode.Scalar], where accepts: (Unicode.Scalar) -> Bool) -> UInt64 {
        var bits: UInt64 = 0
        for (index, scalar) in representatives.enumerated() where accepts(scalar) { bits |= 1 << UInt64(index) }
        return bits
    }

    /// Makes the cells of all places; false when there are too many, or too many ways.
    mutating func build(sizeLimit: Int) -> Bool {
        var place = 0
        while place < places.count {
            guard places.count * width <= sizeLimit, ways.count <= sizeLimit else { return false }
            let inside = reached(from: places[place], isStart: place == 0, isEnd: false)
            let end = reached(from: places[place], isStart: place == 0, isEnd: true)
            for number in 0..<width - 1 { cells.append(cell(for: inside, class: number)) }
            // The last bit is only set for the match.
            cells.append(cell(for: end, class: UInt64.bitWidth - 1))
            place += 1
        }
        dropNeedlessWays()
        return ways.count <= sizeLimit
    }

    /// The states that consume a character and the match, in the order of preference, up to the match.
    private mutating func reached(from start: Int, isStart: Bool, isEnd: Bool) -> [Reached] {
        var found: [Reached] = []
        var pending: [(state: Int, saves: UInt64)] = [(start, 0)]
        round += 1
        while let (state, saves) = pending.popLast() {
            guard entered[state] != round else { continue }
            entered[state] = round
            switch nfa.instructions[state] {
            case .scalar(_, let next), .set(_, let next):
                found.append(Reached(state: state, saves: saves, next: next))
            case .split(let first, let second): pending += [(second, saves), (first, saves)]
            case .save(let slot, let next): pending.append((next, saves | 1 << UInt64(slot)))
            case .start(let next): if isStart { pending.append((next, saves)) }
            case .end(let next): if isEnd { pending.append((next, saves)) }
            case .match: return found + [Reached(state: state, saves: saves, next: nil)]
            }
        }
        return found
    }

    /// The cell for the states that accept a class.
    private mutating func cell(for reached: [Reached], class number: Int) -> Int32 {
        let first = ways.count
        for item in reached where accepted[item.state] >> UInt64(number) & 1 != 0 {
            let next = item.next.map { place(of: $0) } ?? LookaheadProgram.match
            // A second way to the same place fails where the first does.
            if ways[first...].contains(where: { $0.next == next }) { continue }
            ways.append(LookaheadProgram.Way(next: next, isLast: false, saves: item.saves))
        }
        guard first < ways.count else { return LookaheadProgram.dead }
        ways[ways.count - 1].isLast = true
        return LookaheadProgram.firstWays - Int32(first)
    }

    private mutating func place(of state: Int) -> Int32 {
        if numbers[state] < 0 {
            numbers[state] = Int32(places.count * width)
            places.append(state)
        }
        return numbers[state]
    }

    /// Drops the ways behind one that surely leads to a match, and replaces single ways that save nothing by their
    /// places.
    private mutating func dropNeedlessWays() {
        var isSure = Array(repeating: false, count: places.count)
        // More rounds would find more, but seldom do.
        for _ in 0..<2 {
            for place in places.indices.reversed() where !isSure[place] {
                isSure[place] = cells[place * width..<(place + 1) * width]
                    .allSatisfy { cell in sureWay(of: cell, isSure) != nil }
            }
        }
        for index in cells.indices where cells[index] != LookaheadProgram.dead {
            let first = Int(LookaheadProgram.firstWays - cells[index])
            if let sure = sureWay(of: cells[index], isSure) { ways[sure].isLast = true }
            let way = ways[first]
            if way.isLast, way.saves == 0, way.next != LookaheadProgram.match { cells[index] = way.next }
        }
    }

    /// The first way of a cell that surely leads to a match.
    private func sureWay(of cell: Int32, _ isSure: [Bool]) -> Int? {
        guard cell != LookaheadProgram.dead else { return nil }
        var way = Int(LookaheadProgram.firstWays - cell)
        while ways[way].next != LookaheadProgram.match, !isSure[Int(ways[way].next) / width] {
            if ways[way].isLast { return nil }
            way += 1
        }
        return way
    }
}
