/// Follows all ways through a program at once, to learn which texts have a match in them.
struct PatternSearch {
    /// Everything that matters of the text read so far.
    struct State: Hashable {
        /// The instructions that wait for a character or for the end, ascending.
        var waiting: [Int]
        /// Whether nothing has been read.
        var isAtStart = false
        /// Whether there is a match already; no more text takes it away.
        var hasMatched = false
    }

    private let program: PatternProgram
    private let budget: LintBudget
    private var entered: [Int]
    private var round = 0

    init(_ program: PatternProgram, budget: LintBudget) {
        self.program = program
        self.budget = budget
        entered = Array(repeating: 0, count: program.instructions.count)
    }

    /// Before the first character.
    mutating func start() -> State? {
        follow([program.start], isAtStart: true, isAtEnd: false)
    }

    /// After one more character; nil when the budget is used up.
    mutating func step(_ state: State, over scalar: Unicode.Scalar) -> State? {
        if state.hasMatched { return state }
        var next = state.waiting.compactMap { target($0, over: scalar) }
        next.append(program.start)
        return follow(next, isAtStart: false, isAtEnd: false)
    }

    /// Whether a text that ends here has a match; nil when the budget is used up.
    mutating func accepts(_ state: State) -> Bool? {
        if state.hasMatched { return true }
        let ends = state.waiting.compactMap { number -> Int? in
            if case .end(let next) = program.instructions[number] { next } else { nil }
        }
        if ends.isEmpty { return false }
        return follow(ends, isAtStart: state.isAtStart, isAtEnd: true)?.hasMatched
    }

    private func target(_ number: Int, over scalar: Unicode.Scalar) -> Int? {
        switch program.instructions[number] {
        case .scalar(let own, let next): own == scalar ? next : nil
        case .set(let set, let next): program.sets[set].contains(scalar) ? next : nil
        default: nil
        }
    }

    private mutating func follow(_ seeds: [Int], isAtStart: Bool, isAtEnd: Bool) -> State? {
        round += 1
        var pending = seeds
        var waiting: [Int] = []
        while let number = pending.popLast() {
            guard entered[number] != round else { continue }
            entered[number] = round
            switch program.instructions[number] {
            case .split(let first, let second): pending += [first, second]
            case .save(_, let next): pending.append(next)
            case .start(let next): if isAtStart { pending.append(next) }
            case .end(let next): if isAtEnd { pending.append(next) } else { waiting.append(number) }
            case .scalar, .set: waiting.append(number)
            case .match: return State(waiting: [], hasMatched: true)
            }
        }
        guard budget.take(waiting.count + 1) else { return nil }
        return State(waiting: waiting.sorted(), isAtStart: isAtStart)
    }
}
