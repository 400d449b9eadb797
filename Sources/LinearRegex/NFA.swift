/// A compiled pattern: a non-deterministic automaton with ordered choices.
///
/// A class, so that passing it on costs one reference.
package final class NFA: Sendable {
    /// One state; the numbers in it are indices of states.
    package enum Instruction: Sendable {
        /// Consumes this character.
        case scalar(Unicode.Scalar, next: Int)
        /// Consumes one character of the set with this number.
        case set(Int, next: Int)
        /// Continues at both states and prefers the first.
        case split(first: Int, second: Int)
        /// Stores the position in a slot.
        case save(slot: Int, next: Int)
        /// Continues at the start of the text only.
        case start(next: Int)
        /// Continues at the end of the text only.
        case end(next: Int)
        case match
    }

    /// The states.
    package let instructions: [Instruction]
    /// The sets that states refer to.
    package let sets: [ScalarSet]
    /// The first state.
    package let start: Int
    /// Two for each group, the whole match included: its start and its end.
    package let slotCount: Int
    /// For the lowest six bits of a scalar whether a match may begin with it; all set where a match may be empty.
    private let firstScalars: UInt64

    /// Compiles a parsed pattern.
    package static func compile(
        _ root: SyntaxNode,
        groupCount: Int = 0,
        sourceLength: Int = 0
    ) throws(PatternError) -> NFA {
        var compiler = NFACompiler(sourceLength: sourceLength)
        let start = try compiler.compile(root)
        return NFA(compiler, start: start, groupCount: groupCount)
    }

    private init(_ compiler: NFACompiler, start: Int, groupCount: Int) {
        self.start = start
        instructions = compiler.instructions
        sets = compiler.sets
        slotCount = 2 * (groupCount + 1)
        firstScalars = compiler.firstScalars(from: start)
    }

    /// Whether a match may begin with a scalar; false positives are possible.
    func mayBegin(with scalar: Unicode.Scalar) -> Bool {
        firstScalars >> UInt64(scalar.value & 63) & 1 != 0
    }

    /// Whether a match may depend on the start of the text.
    package var looksAtStart: Bool {
        instructions.contains { if case .start = $0 { true } else { false } }
    }

    /// Calls `body` with every range of code points that an instruction consumes.
    func forEachRange(_ body: (ClosedRange<UInt32>) -> Void) {
        for set in sets { set.ranges.forEach(body) }
        for case .scalar(let scalar, _) in instructions { body(scalar.value...scalar.value) }
    }
}

/// Turns a parsed pattern into states, from its end to its start, so that every state knows its successor.
private struct NFACompiler {
    /// The successors of a part, depending on whether the part has consumed anything.
    ///
    /// An iteration of a repeat that consumes nothing must leave the repeat with its captures, as in Python. The state
    /// therefore remembers how a part was passed: where the two exits differ, the states of the part exist twice.
    private struct Exits {
        let consumed: Int
        let empty: Int

        static func both(_ next: Int) -> Exits { Exits(consumed: next, empty: next) }

        var differ: Bool { consumed != empty }
    }

    private(set) var instructions: [NFA.Instruction] = []
    private(set) var sets: [ScalarSet] = []
    private var setNumbers: [ScalarSet: Int] = [:]
    /// Visited parts, counted because a repeat of nothing takes time without making states.
    private var visits = 0
    /// The place to report when there are too many states: the outermost repeat, or the whole pattern.
    private var blame: Range<Int>
    private var isInRepeat = false

    init(sourceLength: Int) {
        blame = 0..<sourceLength
    }

    /// Appends the states of a whole pattern and returns the first.
    mutating func compile(_ root: SyntaxNode) throws(PatternError) -> Int {
        let match = try append(.match)
        return try emit(.capture(0, root), to: .both(match))
    }

    /// A bit for the lowest six bits of each scalar with which a match from a state begins.
    func firstScalars(from start: Int) -> UInt64 {
        var bits: UInt64 = 0
        var (pending, seen) = ([start], Set<Int>())
        while let state = pending.popLast() {
            guard seen.insert(state).inserted else { continue }
            switch instructions[state] {
            case .scalar(let scalar, _): bits |= 1 << UInt64(scalar.value & 63)
            case .set(let set, _):
                guard let scalars = sets[set].scalars(upTo: 64) else { return .max }
                for scalar in scalars { bits |= 1 << UInt64(scalar.value & 63) }
            case .split(let first, let second): pending += [first, second]
            case .save(_, let next), .start(let next): pending.append(next)
            case .end, .match: return .max
            }
        }
        return bits
    }

    private mutating func append(_ instruction: NFA.Instruction) throws(PatternError) -> Int {
        if instructions.count == Pattern.stateLimit { throw PatternError(.tooManyStates, at: blame) }
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func emit(_ node: SyntaxNode, to exits: Exits) throws(PatternError) -> Int {
        visits += 1
        if visits > 10 * Pattern.stateLimit { throw PatternError(.tooManyStates, at: blame) }
        let exits = exits.differ && !node.isNullable ? .both(exits.consumed) : exits
        switch node {
        case .empty: return exits.empty
        case .start: return try append(.start(next: exits.empty))
        case .end: return try append(.end(next: exits.empty))
        case .scalar(let scalar): return try append(.scalar(scalar, next: exits.consumed))
        case .set(let set): return try append(.set(number(of: set), next: exits.consumed))
        case .sequence(let items):
            var exits = exits
            for (index, item) in items.enumerated().reversed() {
                exits = try emitOne(item, before: exits, isFirst: index == 0)
            }
            return exits.empty
        case .alternatives(let branches):
            var next: Int?
            for branch in branches.reversed() {
                let start = try emit(branch, to: exits)
                next = if let second = next { try append(.split(first: start, second: second)) } else { start }
            }
            return next ?? exits.empty
        case .capture(let group, let body):
            let consumed = try append(.save(slot: 2 * group + 1, next: exits.consumed))
            let empty = exits.differ ? try append(.save(slot: 2 * group + 1, next: exits.empty)) : consumed
            let start = try emit(body, to: Exits(consumed: consumed, empty: empty))
            return try append(.save(slot: 2 * group, next: start))
        case .repetition(let body, let count): return try emit(body, times: count, to: exits)
        }
    }

    private mutating func number(of set: ScalarSet) -> Int {
        if let number = setNumbers[set] { return number }
        sets.append(set)
        setNumbers[set] = sets.count - 1
        return sets.count - 1
    }

    /// Emits a part once for ways that have consumed nothing so far, and once more for those that have.
    private mutating func emitOne(
        _ node: SyntaxNode,
        before exits: Exits,
        isFirst: Bool
    ) throws(PatternError) -> Exits {
        let empty = try emit(node, to: exits)
        guard exits.differ, !isFirst else { return .both(empty) }
        return Exits(consumed: try emit(node, to: .both(exits.consumed)), empty: empty)
    }
}

extension NFACompiler {
    /// The required iterations, then the optional ones.
    private mutating func emit(
        _ body: SyntaxNode,
        times count: SyntaxNode.Repetition,
        to exits: Exits
    ) throws(PatternError) -> Int {
        let isOutermost = !isInRepeat
        let outerBlame = blame
        if isOutermost { (isInRepeat, blame) = (true, count.source) }
        defer { if isOutermost { (isInRepeat, blame) = (false, outerBlame) } }
        if count.minimum == 1, count.maximum == nil, !body.isNullable {
            return try emitLoop(body, isLazy: count.isLazy, next: exits.consumed).body
        }
        var here = Exits.both(try emitOptional(body, times: count, to: exits))
        if exits.differ, count.minimum > 0 {
            let consumed = try emitOptional(body, times: count, to: .both(exits.consumed))
            here = Exits(consumed: consumed, empty: here.empty)
        }
        for iteration in (0..<count.minimum).reversed() {
            here = try emitOne(body, before: here, isFirst: iteration == 0)
        }
        return here.empty
    }

    /// The optional iterations; one that consumes nothing is the last.
    private mutating func emitOptional(
        _ body: SyntaxNode,
        times count: SyntaxNode.Repetition,
        to exits: Exits
    ) throws(PatternError) -> Int {
        guard let maximum = count.maximum else {
            let loop = try emitLoop(body, isLazy: count.isLazy, next: exits.consumed).start
            guard exits.differ else { return loop }
            let first = try emit(body, to: Exits(consumed: loop, empty: exits.empty))
            return try append(choice(body: first, next: exits.empty, isLazy: count.isLazy))
        }
        var start = exits.consumed
        for remaining in (count.minimum..<maximum).reversed() {
            let empty = remaining == count.minimum ? exits.empty : exits.consumed
            let iteration = try emit(body, to: Exits(consumed: start, empty: empty))
            start = try append(choice(body: iteration, next: empty, isLazy: count.isLazy))
        }
        return maximum == count.minimum ? exits.empty : start
    }

    /// A loop that begins with its choice at `start` (`body*`) and with its body at `body` (`body+`).
    private mutating func emitLoop(
        _ body: SyntaxNode,
        isLazy: Bool,
        next: Int
    ) throws(PatternError) -> (start: Int, body: Int) {
        let loop = try append(.match)
        let first = try emit(body, to: Exits(consumed: loop, empty: next))
        instructions[loop] = choice(body: first, next: next, isLazy: isLazy)
        return (loop, first)
    }

    private func choice(body: Int, next: Int, isLazy: Bool) -> NFA.Instruction {
        isLazy ? .split(first: next, second: body) : .split(first: body, second: next)
    }
}
