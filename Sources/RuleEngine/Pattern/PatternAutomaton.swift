/// Answers whether a pattern matches anywhere, by a deterministic automaton that is built as texts need it.
///
/// A cache: it never changes an answer. It is bounded; when it is full it is emptied, and a text that fills it again and
/// again is stepped through without it, which takes time linear in text times program.
struct PatternAutomaton: Sendable {
    /// How many states are kept.
    static let stateLimit = 1_000
    /// How often one text may empty the cache before it goes on without.
    private static let flushLimit = 3

    private static let unknown: Int32 = -1
    private static let accepting: Int32 = -2

    /// The program's waiting instructions of each state, ascending.
    private var states: [[Int32]] = []
    private var numbers: [[Int32]: Int32] = [:]
    /// For each state and class the next state.
    private var next: [Int32] = []
    /// For each state whether a text may end there: 0 no, 1 yes, 2 not yet known.
    private var ends: [UInt8] = []
    private var entered: [Int32] = []
    private var round: Int32 = 0

    init() {}

    /// Whether the pattern matches in a text that is given as classes of the shared alphabet.
    mutating func matches(_ transitions: PatternTransitions, _ classes: [Int32]) -> Bool {
        if states.isEmpty { guard begin(transitions) else { return true } }
        var state: Int32 = 0
        var flushes = 0
        let width = transitions.classCount
        for position in classes.indices {
            let local = Int(transitions.localClasses[Int(classes[position])])
            let cell = Int(state) * width + local
            var target = next[cell]
            if target == Self.unknown {
                let items = step(states[Int(state)], over: local, transitions)
                guard let items else {
                    next[cell] = Self.accepting
                    return true
                }
                if numbers[items] == nil, states.count >= Self.stateLimit {
                    flushes += 1
                    guard begin(transitions) else { return true }
                    if flushes > Self.flushLimit {
                        return finish(items, classes[(position + 1)...], transitions)
                    }
                    target = number(of: items, width)
                } else {
                    target = number(of: items, width)
                    next[cell] = target
                }
            }
            if target == Self.accepting { return true }
            if states[Int(target)].isEmpty { return false }
            state = target
        }
        return mayEnd(at: Int(state), isStart: classes.isEmpty, transitions)
    }

    /// Forgets everything but the first state; false when the empty text matches already.
    private mutating func begin(_ transitions: PatternTransitions) -> Bool {
        states = []
        numbers = [:]
        next = []
        ends = []
        entered = Array(repeating: 0, count: transitions.program.instructions.count)
        round = 0
        var items: [Int32] = []
        newRound()
        guard close(transitions.program.start, isStart: true, isEnd: false, transitions.program, into: &items) else {
            return false
        }
        _ = number(of: items.sorted(), transitions.classCount)
        return true
    }

    private mutating func number(of items: [Int32], _ width: Int) -> Int32 {
        if let number = numbers[items] { return number }
        let number = Int32(states.count)
        numbers[items] = number
        states.append(items)
        next += repeatElement(Self.unknown, count: width)
        ends.append(2)
        return number
    }

    /// The state after one character, or nil when that is a match.
    private mutating func step(_ items: [Int32], over local: Int, _ transitions: PatternTransitions) -> [Int32]? {
        let program = transitions.program
        let scalar = transitions.representatives[local]
        var result: [Int32] = []
        newRound()
        for item in items {
            let target: Int
            switch program.instructions[Int(item)] {
            case .scalar(let literal, let next) where literal == scalar: target = next
            case .set(let set, let next) where program.sets[set].contains(scalar): target = next
            default: continue
            }
            guard close(target, isStart: false, isEnd: false, program, into: &result) else { return nil }
        }
        // A match may begin at the next character too.
        guard close(program.start, isStart: false, isEnd: false, program, into: &result) else { return nil }
        return result.sorted()
    }

    /// The rest of a text without the cache.
    private mutating func finish(
        _ items: [Int32],
        _ classes: ArraySlice<Int32>,
        _ transitions: PatternTransitions
    ) -> Bool {
        var items = items
        for symbol in classes {
            guard let after = step(items, over: Int(transitions.localClasses[Int(symbol)]), transitions) else {
                return true
            }
            items = after
        }
        return reachesMatch(items, isStart: false, transitions.program)
    }

    private mutating func mayEnd(at state: Int, isStart: Bool, _ transitions: PatternTransitions) -> Bool {
        // The first state is the only one in which a text may be empty, and then `^` holds at its end.
        if isStart { return reachesMatch(states[state], isStart: true, transitions.program) }
        if ends[state] == 2 { ends[state] = reachesMatch(states[state], isStart: false, transitions.program) ? 1 : 0 }
        return ends[state] == 1
    }

    private mutating func reachesMatch(_ items: [Int32], isStart: Bool, _ program: PatternProgram) -> Bool {
        var ignored: [Int32] = []
        newRound()
        for item in items {
            guard case .end(let next) = program.instructions[Int(item)] else { continue }
            if !close(next, isStart: isStart, isEnd: true, program, into: &ignored) { return true }
        }
        return false
    }

    private mutating func newRound() {
        round &+= 1
        guard round == Int32.max else { return }
        for index in entered.indices { entered[index] = 0 }
        round = 1
    }

    /// Follows what consumes nothing to the instructions that wait; false when that reaches a match.
    private mutating func close(
        _ start: Int,
        isStart: Bool,
        isEnd: Bool,
        _ program: PatternProgram,
        into items: inout [Int32]
    ) -> Bool {
        var pending = [start]
        while let state = pending.popLast() {
            guard entered[state] != round else { continue }
            entered[state] = round
            switch program.instructions[state] {
            case .split(let first, let second): pending += [second, first]
            case .save(_, let next): pending.append(next)
            case .start(let next): if isStart { pending.append(next) }
            case .end(let next): if isEnd { pending.append(next) } else { items.append(Int32(state)) }
            case .scalar, .set: items.append(Int32(state))
            case .match: return false
            }
        }
        return true
    }
}
