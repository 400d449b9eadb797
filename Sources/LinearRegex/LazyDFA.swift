/// Answers whether a pattern matches anywhere in a text, by a deterministic automaton that is built as texts need it.
///
/// A cache that never changes an answer. It is bounded and emptied when full. A text that fills it again and again is
/// searched without it, in time linear in text times states.
package struct LazyDFA: Sendable {
    /// The greatest number of states kept.
    static let stateLimit = 1_000
    /// The greatest number of integers kept in all: half a MiB.
    private static let sizeLimit = 1 << 17
    /// The number of times that one text may empty the cache before its search goes on without it.
    private static let flushLimit = 3

    /// The cells without a next state: not known yet, a match, no match any more.
    private static let unknown: Int32 = -1
    private static let accepting: Int32 = -2
    private static let rejecting: Int32 = -3

    /// The waiting NFA states of each state, ascending.
    private var states: [[Int32]] = []
    private var numbers: [[Int32]: Int32] = [:]
    /// For each state a cell for each class and one for the end of the text, with the start of the next state's cells.
    private var cells: [Int32] = []
    private var subsets = SubsetConstruction()
    /// The number of integers that the states and their cells hold.
    package private(set) var size = 0

    package init() {}

    /// Whether the pattern matches in a text, from a position before which no match begins.
    ///
    /// - Parameters:
    ///   - classes: The text in the shared classes.
    ///   - start: The position.
    ///   - row: For each shared class the pattern's own.
    ///   - nfas: The NFAs of all patterns; asked only for states that are not cached.
    ///   - number: The pattern's number.
    /// - Returns: Whether there is a match.
    package mutating func matches(
        _ classes: Span<Int32>,
        from start: Int,
        row: Span<UInt8>,
        nfas: borrowing [ClassifiedNFA?],
        number: Int
    ) -> Bool {
        var walk = Walk(position: start)
        while true {
            let verdict = followKnown(classes, row: row, walk: &walk)
            if verdict != Self.unknown { return verdict == Self.accepting }
            // Only patterns with classes are searched here.
            guard let nfa = nfas[number] else { return false }
            if let verdict = extend(classes, row: row, nfa: nfa, walk: &walk) { return verdict }
        }
    }

    /// The progress through a text.
    private struct Walk {
        var position: Int
        /// The start of the present state's cells.
        var state: Int32 = 0
        var flushes = 0
    }

    /// Goes on while the next state is known; gives the cell that ended it.
    private func followKnown(_ classes: Span<Int32>, row: Span<UInt8>, walk: inout Walk) -> Int32 {
        let cells = cells.span
        guard !cells.isEmpty else { return Self.unknown }
        var (state, position) = (walk.state, walk.position)
        while position < classes.count {
            // Every shared class has an entry in the row, and every state a cell for each entry.
            let local = unsafe row[unchecked: Int(classes[unchecked: position])]
            let target = unsafe cells[unchecked: Int(state) &+ Int(local)]
            if target < 0 {
                (walk.state, walk.position) = (state, position)
                return target
            }
            state = target
            position &+= 1
        }
        (walk.state, walk.position) = (state, position)
        return cells[Int(state) + Int(row[row.count - 1])]
    }

    /// Takes the one step that is not known, and keeps it; gives the answer where that decides.
    private mutating func extend(
        _ classes: Span<Int32>,
        row: Span<UInt8>,
        nfa: ClassifiedNFA,
        walk: inout Walk
    ) -> Bool? {
        if classes.isEmpty { return nfa.matchesEmptyText }
        if cells.isEmpty { guard begin(nfa) else { return true } }
        let items = states[Int(walk.state) / nfa.cellCount]
        guard walk.position < classes.count else {
            let isMatch = subsets.end(of: items, isStart: false, in: nfa.nfa) == nil
            cells[Int(walk.state) + nfa.classCount] = isMatch ? Self.accepting : Self.rejecting
            return isMatch
        }
        let local = Int(row[Int(classes[walk.position])])
        let cell = Int(walk.state) + local
        guard let after = subsets.step(items, over: nfa.representatives[local], in: nfa.nfa) else {
            cells[cell] = Self.accepting
            return true
        }
        if after.isEmpty {
            cells[cell] = Self.rejecting
            return false
        }
        walk.position += 1
        if numbers[after] == nil, states.count >= Self.stateLimit || size > Self.sizeLimit {
            guard begin(nfa) else { return true }
            walk.flushes += 1
            if walk.flushes > Self.flushLimit {
                return finish(classes, from: walk.position, at: after, row: row, nfa: nfa)
            }
            walk.state = place(of: after, nfa: nfa)
        } else {
            walk.state = place(of: after, nfa: nfa)
            cells[cell] = walk.state
        }
        return nil
    }

    /// Forgets everything but the first state; false when the pattern matches every text.
    private mutating func begin(_ nfa: ClassifiedNFA) -> Bool {
        (states, numbers, cells, size) = ([], [:], [], 0)
        guard let items = subsets.begin(nfa.nfa) else { return false }
        _ = place(of: items, nfa: nfa)
        return true
    }

    /// The start of a state's cells.
    private mutating func place(of items: [Int32], nfa: ClassifiedNFA) -> Int32 {
        if let place = numbers[items] { return place }
        let place = Int32(cells.count)
        numbers[items] = place
        states.append(items)
        size += items.count + nfa.cellCount
        cells += repeatElement(Self.unknown, count: nfa.cellCount)
        return place
    }

    /// Searches the rest of a text without the cache.
    private mutating func finish(
        _ classes: Span<Int32>,
        from start: Int,
        at items: [Int32],
        row: Span<UInt8>,
        nfa: ClassifiedNFA
    ) -> Bool {
        var items = items
        for position in start..<classes.count {
            let scalar = nfa.representatives[Int(row[Int(classes[position])])]
            guard let after = subsets.step(items, over: scalar, in: nfa.nfa) else { return true }
            items = after
        }
        return subsets.end(of: items, isStart: false, in: nfa.nfa) == nil
    }
}

/// Follows all ways through an NFA at once, without regard to preference.
///
/// A subset is the states that wait for a character or for the end of the text, ascending. Each function gives nil
/// instead of a subset when the text read so far has a match.
struct SubsetConstruction: Sendable {
    /// For each state the round in which it was entered last.
    private var entered: [Int32] = []
    private var round: Int32 = 0
    private var pending: [Int] = []

    /// The subset before the first character.
    mutating func begin(_ nfa: NFA) -> [Int32]? {
        var items: [Int32] = []
        newRound(nfa)
        guard close(nfa.start, isStart: true, isEnd: false, in: nfa, into: &items) else { return nil }
        return items.sorted()
    }

    /// The subset after one more character.
    mutating func step(_ items: [Int32], over scalar: Unicode.Scalar, in nfa: NFA) -> [Int32]? {
        var result: [Int32] = []
        newRound(nfa)
        for item in items {
            let target: Int
            switch nfa.instructions[Int(item)] {
            case .scalar(let literal, let next) where literal == scalar: target = next
            case .set(let set, let next) where nfa.sets[set].contains(scalar): target = next
            default: continue
            }
            guard close(target, isStart: false, isEnd: false, in: nfa, into: &result) else { return nil }
        }
        // A match may begin at the next character too.
        guard close(nfa.start, isStart: false, isEnd: false, in: nfa, into: &result) else { return nil }
        return result.sorted()
    }

    /// The states that still wait when the text ends here, in no order.
    mutating func end(of items: [Int32], isStart: Bool, in nfa: NFA) -> [Int32]? {
        var result: [Int32] = []
        newRound(nfa)
        for item in items {
            guard case .end(let next) = nfa.instructions[Int(item)] else { continue }
            guard close(next, isStart: isStart, isEnd: true, in: nfa, into: &result) else { return nil }
        }
        return result
    }

    private mutating func newRound(_ nfa: NFA) {
        if entered.count != nfa.instructions.count || round == .max {
            entered = Array(repeating: 0, count: nfa.instructions.count)
            round = 0
        }
        round += 1
    }

    /// Follows the states that consume nothing to those that wait; false when that reaches a match.
    private mutating func close(
        _ start: Int,
        isStart: Bool,
        isEnd: Bool,
        in nfa: NFA,
        into items: inout [Int32]
    ) -> Bool {
        pending.append(start)
        while let state = pending.popLast() {
            guard entered[state] != round else { continue }
            entered[state] = round
            switch nfa.instructions[state] {
            case .split(let first, let second): pending += [second, first]
            case .save(_, let next): pending.append(next)
            case .start(let next): if isStart { pending.append(next) }
            case .end(let next): if isEnd { pending.append(next) } else { items.append(Int32(state)) }
            case .scalar, .set: items.append(Int32(state))
            case .match:
                pending.removeAll(keepingCapacity: true)
                return false
            }
        }
        return true
    }
}
