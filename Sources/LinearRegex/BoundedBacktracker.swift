/// Finds the preferred match of a short text by trying the ways through a program one after the other.
///
/// No state is tried twice at one position, so the time is bounded by text times program, as in ``PatternMachine``; for a
/// message of ordinary length it takes a fraction of its time. Its memory is used again for the next text.
struct PatternBacktracker: Sendable {
    /// States times positions, above which ``PatternMachine`` is used: its memory does not grow with the text.
    static let sizeLimit = 1 << 18

    /// A state to try at a position, or an earlier value of a slot to restore (`state` is then its complement).
    private struct Trial {
        let state: Int32
        let position: Int32
    }

    /// A bit for each state at each position, set once it has been tried.
    private var tried: [UInt64] = []
    private var trials: [Trial] = []
    private var slots: [Int32] = []
    private var slotCount = 0

    init() {}

    /// Whether the text is short enough for the program.
    static func fits(_ program: PatternProgram, _ length: Int) -> Bool {
        program.instructions.count * (length + 1) <= sizeLimit
    }

    /// The slots of the preferred match of those that begin leftmost.
    mutating func run(_ program: PatternProgram, on text: [Unicode.Scalar]) -> [Int?]? {
        guard finds(program, in: text.span, from: 0) else { return nil }
        return slots[..<slotCount].map { $0 < 0 ? nil : Int($0) }
    }

    /// Finds the preferred match of those that begin leftmost, at a position or behind it, and keeps its slots.
    mutating func finds(_ program: PatternProgram, in text: Span<Unicode.Scalar>, from first: Int) -> Bool {
        prepare(program, text.count)
        for start in first..<text.count where program.mayBegin(with: text[start]) {
            if matches(program, text, from: start) { return true }
        }
        return first <= text.count && matches(program, text, from: text.count)
    }

    /// How many groups took part in the match that was found, the whole match included.
    var captureCount: Int {
        stride(from: 0, to: slotCount, by: 2).count { slots[$0] >= 0 && slots[$0 + 1] >= 0 }
    }

    private mutating func prepare(_ program: PatternProgram, _ length: Int) {
        let words = (program.instructions.count * (length + 1) + 63) / 64
        if tried.count < words { tried = Array(repeating: 0, count: max(words, 2 * tried.count)) }
        for word in 0..<words { tried[word] = 0 }
        slotCount = program.slotCount
        if slots.count < slotCount { slots = Array(repeating: -1, count: slotCount) }
        for slot in 0..<slotCount { slots[slot] = -1 }
        if !trials.isEmpty { trials.removeAll(keepingCapacity: true) }
    }

    private mutating func matches(_ program: PatternProgram, _ text: Span<Unicode.Scalar>, from start: Int) -> Bool {
        if Self.follow(program, text, program.start, start, &tried, &slots, &trials) { return true }
        while let trial = trials.popLast() {
            if trial.state < 0 {
                slots[Int(~trial.state)] = trial.position
            } else if Self.follow(program, text, Int(trial.state), Int(trial.position), &tried, &slots, &trials) {
                return true
            }
        }
        return false
    }

    /// Goes on from a state as long as there is one way, and notes the others.
    private static func follow(
        _ program: PatternProgram,
        _ text: Span<Unicode.Scalar>,
        _ start: Int,
        _ from: Int,
        _ tried: inout [UInt64],
        _ slots: inout [Int32],
        _ trials: inout [Trial]
    ) -> Bool {
        var (state, position) = (start, from)
        let instructions = program.instructions
        var tried = tried.mutableSpan
        while true {
            let bit = position &* instructions.count &+ state
            let mask: UInt64 = 1 << UInt64(bit & 63)
            guard tried[bit >> 6] & mask == 0 else { return false }
            tried[bit >> 6] |= mask
            switch instructions[state] {
            case .scalar(let scalar, let next):
                guard position < text.count, text[position] == scalar else { return false }
                (state, position) = (next, position + 1)
            case .set(let set, let next):
                guard position < text.count, program.sets[set].contains(text[position]) else { return false }
                (state, position) = (next, position + 1)
            case .split(let first, let second):
                trials.append(Trial(state: Int32(second), position: Int32(position)))
                state = first
            case .save(let slot, let next):
                trials.append(Trial(state: ~Int32(slot), position: slots[slot]))
                slots[slot] = Int32(position)
                state = next
            case .start(let next):
                guard position == 0 else { return false }
                state = next
            case .end(let next):
                guard position == text.count else { return false }
                state = next
            case .match: return true
            }
        }
    }
}
