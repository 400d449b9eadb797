/// Answers whether a pattern matches anywhere, by a deterministic automaton that is built as texts need it.
///
/// A cache: it never changes an answer. It is bounded; when it is full it is emptied, and a text that fills it again and
/// again is stepped through without it, which takes time linear in text times program.
struct PatternAutomaton: Sendable {
    /// How many states are kept.
    static let stateLimit = 1_000
    /// How many numbers are kept in all, half a MiB.
    private static let sizeLimit = 1 << 17
    /// How often one text may empty the cache before it goes on without.
    private static let flushLimit = 3

    /// What a cell says instead of a next state: not known yet, a match, none any more.
    private static let unknown: Int32 = -1
    private static let accepting: Int32 = -2
    private static let rejecting: Int32 = -3

    /// The program's waiting instructions of each state, ascending.
    private var states: [[Int32]] = []
    private var numbers: [[Int32]: Int32] = [:]
    /// For each state a cell for each class and one for the end of the text; it holds where the next state's cells begin.
    private var cells: [Int32] = []
    private var stepper = PatternStepper()
    /// How many numbers the states and their cells hold.
    private(set) var size = 0

    init() {}

    /// Whether the pattern matches in a text, from a position before which no match begins.
    ///
    /// - Parameters:
    ///   - classes: The text in the classes of the shared alphabet.
    ///   - start: The position.
    ///   - row: For each class of the alphabet the pattern's own.
    ///   - transitions: The patterns' programs; asked only for what is not known yet.
    ///   - number: The pattern's number.
    /// - Returns: Whether it matches.
    mutating func matches(
        _ classes: Span<Int32>,
        from start: Int,
        row: Span<UInt8>,
        _ transitions: borrowing [PatternTransitions?],
        _ number: Int
    ) -> Bool {
        var walk = Walk(position: start)
        while true {
            let verdict = known(classes, row: row, &walk)
            if verdict != Self.unknown { return verdict == Self.accepting }
            // Only patterns with transitions are run by classes.
            guard let program = transitions[number] else { return false }
            if let verdict = extend(classes, row: row, program, &walk) { return verdict }
        }
    }

    /// How far a text has been read.
    private struct Walk {
        var position: Int
        /// Where the present state's cells begin.
        var state: Int32 = 0
        var flushes = 0
    }

    /// Goes on as long as the next state is known; gives what stopped it.
    private func known(_ classes: Span<Int32>, row: Span<UInt8>, _ walk: inout Walk) -> Int32 {
        let cells = cells.span
        guard !cells.isEmpty else { return Self.unknown }
        var (state, position) = (walk.state, walk.position)
        while position < classes.count {
            // A class of the alphabet has its place in the row, and a state a cell for each number in it.
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
        _ transitions: PatternTransitions,
        _ walk: inout Walk
    ) -> Bool? {
        if classes.isEmpty { return transitions.matchesNothing }
        if cells.isEmpty { guard begin(transitions) else { return true } }
        let items = states[Int(walk.state) / transitions.cellCount]
        guard walk.position < classes.count else {
            let isMatch = stepper.isMatch(items, isStart: false, transitions.program)
            cells[Int(walk.state) + transitions.classCount] = isMatch ? Self.accepting : Self.rejecting
            return isMatch
        }
        let local = Int(row[Int(classes[walk.position])])
        let cell = Int(walk.state) + local
        guard let after = stepper.step(items, over: transitions.representatives[local], transitions.program) else {
            cells[cell] = Self.accepting
            return true
        }
        if after.isEmpty {
            cells[cell] = Self.rejecting
            return false
        }
        walk.position += 1
        if numbers[after] == nil, isFull(transitions) {
            guard begin(transitions) else { return true }
            walk.flushes += 1
            if walk.flushes > Self.flushLimit { return finish(after, classes, walk.position, row, transitions) }
            walk.state = place(of: after, transitions)
        } else {
            walk.state = place(of: after, transitions)
            cells[cell] = walk.state
        }
        return nil
    }

    private func isFull(_ transitions: PatternTransitions) -> Bool {
        states.count >= Self.stateLimit || size > Self.sizeLimit
    }

    /// Forgets everything but the first state; false when the pattern matches whatever comes.
    private mutating func begin(_ transitions: PatternTransitions) -> Bool {
        (states, numbers, cells, size) = ([], [:], [], 0)
        guard let items = stepper.begin(transitions.program) else { return false }
        _ = place(of: items, transitions)
        return true
    }

    /// Where a state's cells begin.
    private mutating func place(of items: [Int32], _ transitions: PatternTransitions) -> Int32 {
        if let place = numbers[items] { return place }
        let place = Int32(cells.count)
        numbers[items] = place
        states.append(items)
        size += items.count + transitions.cellCount
        cells += repeatElement(Self.unknown, count: transitions.cellCount)
        return place
    }

    /// The rest of a text without the cache.
    private mutating func finish(
        _ items: [Int32],
        _ classes: Span<Int32>,
        _ start: Int,
        _ row: Span<UInt8>,
        _ transitions: PatternTransitions
    ) -> Bool {
        var items = items
        for position in start..<classes.count {
            let scalar = transitions.representatives[Int(row[Int(classes[position])])]
            guard let after = stepper.step(items, over: scalar, transitions.program) else { return true }
            items = after
        }
        return stepper.isMatch(items, isStart: false, transitions.program)
    }
}
