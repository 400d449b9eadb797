/// Turns a parsed pattern into a program, from its end to its start, so that every state knows what follows it.
struct PatternCompiler {
    /// Where to go after a part, depending on whether the part has consumed anything.
    ///
    /// An iteration of a repeat that consumes nothing must leave the repeat, and leave it with its captures, as Python
    /// does. Which way a part was passed is therefore kept in the state: where the two exits differ, the states of the
    /// part exist twice.
    private struct Exits {
        let consumed: Int
        let empty: Int

        static func both(_ next: Int) -> Exits { Exits(consumed: next, empty: next) }

        var differ: Bool { consumed != empty }
    }

    private(set) var instructions: [PatternInstruction] = []
    private(set) var sets: [ScalarSet] = []
    private var setNumbers: [ScalarSet: Int] = [:]
    /// Parts visited, counted because a repeat of nothing takes time without making states.
    private var visits = 0
    /// What to blame when the program becomes too large: the outermost repeat, or the whole pattern.
    private var blame: Range<Int>
    private var isInRepeat = false

    init(sourceLength: Int) {
        blame = 0..<sourceLength
    }

    /// Appends the program of a whole pattern and returns where it starts.
    mutating func compile(_ root: PatternNode) throws(PatternError) -> Int {
        let match = try append(.match)
        return try emit(.capture(0, root), to: .both(match))
    }

    private mutating func append(_ instruction: PatternInstruction) throws(PatternError) -> Int {
        if instructions.count == Pattern.stateLimit { throw PatternError(.tooManyStates, at: blame) }
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func emit(_ node: PatternNode, to exits: Exits) throws(PatternError) -> Int {
        visits += 1
        if visits > 10 * Pattern.stateLimit { throw PatternError(.tooManyStates, at: blame) }
        let exits = exits.differ && !node.isNullable ? .both(exits.consumed) : exits
        switch node {
        case .empty: return exits.empty
        case .start: return try append(.start(next: exits.empty))
        case .end: return try append(.end(next: exits.empty))
        case .scalar(let scalar): return try append(.scalar(scalar, next: exits.consumed))
        case .set(let set): return try append(.set(number(of: set), next: exits.consumed))
        case .sequence(let items): return try emit(items, to: exits)
        case .alternatives(let branches): return try emit(alternatives: branches, to: exits)
        case .capture(let group, let body): return try emit(group: group, body, to: exits)
        case .repetition(let body, let count): return try emit(body, times: count, to: exits)
        }
    }

    private mutating func number(of set: ScalarSet) -> Int {
        if let number = setNumbers[set] { return number }
        sets.append(set)
        setNumbers[set] = sets.count - 1
        return sets.count - 1
    }

    private mutating func emit(_ items: [PatternNode], to exits: Exits) throws(PatternError) -> Int {
        var exits = exits
        for (index, item) in items.enumerated().reversed() {
            exits = try emitOne(item, before: exits, isFirst: index == 0)
        }
        return exits.empty
    }

    /// Emits a part once for those who have consumed nothing so far, and once more for those who have.
    private mutating func emitOne(
        _ node: PatternNode,
        before exits: Exits,
        isFirst: Bool
    ) throws(PatternError) -> Exits {
        let empty = try emit(node, to: exits)
        guard exits.differ, !isFirst else { return .both(empty) }
        return Exits(consumed: try emit(node, to: .both(exits.consumed)), empty: empty)
    }

    private mutating func emit(alternatives: [PatternNode], to exits: Exits) throws(PatternError) -> Int {
        var next: Int?
        for branch in alternatives.reversed() {
            let start = try emit(branch, to: exits)
            next = if let second = next { try append(.split(first: start, second: second)) } else { start }
        }
        return next ?? exits.empty
    }

    private mutating func emit(group: Int, _ body: PatternNode, to exits: Exits) throws(PatternError) -> Int {
        let consumed = try append(.save(slot: 2 * group + 1, next: exits.consumed))
        let empty = exits.differ ? try append(.save(slot: 2 * group + 1, next: exits.empty)) : consumed
        let start = try emit(body, to: Exits(consumed: consumed, empty: empty))
        return try append(.save(slot: 2 * group, next: start))
    }
}

extension PatternCompiler {
    /// The iterations that must be, then those that may be.
    private mutating func emit(
        _ body: PatternNode,
        times count: PatternRepeat,
        to exits: Exits
    ) throws(PatternError) -> Int {
        let isOutermost = !isInRepeat
        let outerBlame = blame
        if isOutermost { (isInRepeat, blame) = (true, count.source) }
        defer { if isOutermost { (isInRepeat, blame) = (false, outerBlame) } }
        if count.minimum == 1, count.maximum == nil, !body.isNullable {
            return try emitLoop(body, isLazy: count.isLazy, next: exits.consumed).body
        }
        var here = Exits.both(try emitOptional(body, count, to: exits))
        if exits.differ, count.minimum > 0 {
            here = Exits(consumed: try emitOptional(body, count, to: .both(exits.consumed)), empty: here.empty)
        }
        for iteration in (0..<count.minimum).reversed() {
            here = try emitOne(body, before: here, isFirst: iteration == 0)
        }
        return here.empty
    }

    /// The iterations that may be; one that consumes nothing is the last.
    private mutating func emitOptional(
        _ body: PatternNode,
        _ count: PatternRepeat,
        to exits: Exits
    ) throws(PatternError) -> Int {
        guard let maximum = count.maximum else {
            let loop = try emitLoop(body, isLazy: count.isLazy, next: exits.consumed).start
            guard exits.differ else { return loop }
            let first = try emit(body, to: Exits(consumed: loop, empty: exits.empty))
            return try emitChoice(body: first, next: exits.empty, isLazy: count.isLazy)
        }
        var start = exits.consumed
        for remaining in (count.minimum..<maximum).reversed() {
            let empty = remaining == count.minimum ? exits.empty : exits.consumed
            let iteration = try emit(body, to: Exits(consumed: start, empty: empty))
            start = try emitChoice(body: iteration, next: empty, isLazy: count.isLazy)
        }
        return maximum == count.minimum ? exits.empty : start
    }

    /// `body*` where the choice is the start, `body+` where the body is.
    private mutating func emitLoop(
        _ body: PatternNode,
        isLazy: Bool,
        next: Int
    ) throws(PatternError) -> (start: Int, body: Int) {
        let loop = try append(.match)
        let first = try emit(body, to: Exits(consumed: loop, empty: next))
        instructions[loop] = choice(body: first, next: next, isLazy: isLazy)
        return (loop, first)
    }

    private mutating func emitChoice(body: Int, next: Int, isLazy: Bool) throws(PatternError) -> Int {
        try append(choice(body: body, next: next, isLazy: isLazy))
    }

    private func choice(body: Int, next: Int, isLazy: Bool) -> PatternInstruction {
        isLazy ? .split(first: next, second: body) : .split(first: body, second: next)
    }
}
