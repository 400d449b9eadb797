/// Steps through a program with all instructions at once that may be waiting, without regard to preference.
struct PatternStepper: Sendable {
    /// For each instruction the round in which it was entered last.
    private var entered: [Int32] = []
    private var round: Int32 = 0
    private var pending: [Int] = []

    init() {}

    /// The instructions that wait before the first character, ascending; nil when the pattern matches already.
    mutating func begin(_ program: PatternProgram) -> [Int32]? {
        var items: [Int32] = []
        newRound(program)
        guard close(program.start, isStart: true, isEnd: false, program, into: &items) else { return nil }
        return items.sorted()
    }

    /// Those that wait after one more character; nil when that is a match.
    mutating func step(_ items: [Int32], over scalar: Unicode.Scalar, _ program: PatternProgram) -> [Int32]? {
        var result: [Int32] = []
        newRound(program)
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

    /// Whether the pattern matches if the text ends here.
    mutating func isMatch(_ items: [Int32], isStart: Bool, _ program: PatternProgram) -> Bool {
        var ignored: [Int32] = []
        newRound(program)
        for item in items {
            guard case .end(let next) = program.instructions[Int(item)] else { continue }
            if !close(next, isStart: isStart, isEnd: true, program, into: &ignored) { return true }
        }
        return false
    }

    private mutating func newRound(_ program: PatternProgram) {
        if entered.count != program.instructions.count || round == .max {
            entered = Array(repeating: 0, count: program.instructions.count)
            round = 0
        }
        round += 1
    }

    /// Follows what consumes nothing to the instructions that wait; false when that reaches a match.
    private mutating func close(
        _ start: Int,
        isStart: Bool,
        isEnd: Bool,
        _ program: PatternProgram,
        into items: inout [Int32]
    ) -> Bool {
        pending.append(start)
        while let state = pending.popLast() {
            guard entered[state] != round else { continue }
            entered[state] = round
            switch program.instructions[state] {
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
