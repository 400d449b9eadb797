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

    private var tried: [UInt64] = []
    private var trials: [Trial] = []
    private var slots: [Int32] = []

    init() {}

    /// Whether the text is short enough for the program.
    static func fits(_ program: PatternProgram, _ length: Int) -> Bool {
        program.instructions.count * (length + 1) <= sizeLimit
    }

    /// The slots of the preferred match of those that begin leftmost.
    mutating func run(_ program: PatternProgram, on text: [Unicode.Scalar]) -> [Int?]? {
        let words = (program.instructions.count * (text.count + 1) + 63) / 64
        tried.removeAll(keepingCapacity: true)
        tried.append(contentsOf: repeatElement(0, count: words))
        slots.removeAll(keepingCapacity: true)
        slots.append(contentsOf: repeatElement(-1, count: program.slotCount))
        for start in 0...text.count where matches(program, text, from: Int32(start)) {
            return slots.map { $0 < 0 ? nil : Int($0) }
        }
        return nil
    }

    private mutating func matches(_ program: PatternProgram, _ text: [Unicode.Scalar], from start: Int32) -> Bool {
        trials.removeAll(keepingCapacity: true)
        trials.append(Trial(state: Int32(program.start), position: start))
        while let trial = trials.popLast() {
            guard trial.state >= 0 else {
                slots[Int(~trial.state)] = trial.position
                continue
            }
            if follow(program, text, Int(trial.state), Int(trial.position)) { return true }
        }
        return false
    }

    /// Goes on from a state as long as there is one way, and notes the others.
    private mutating func follow(
        _ program: PatternProgram,
        _ text: [Unicode.Scalar],
        _ start: Int,
        _ from: Int
    ) -> Bool {
        var (state, position) = (start, from)
        let width = program.instructions.count
        while true {
            let bit = position &* width &+ state
            let mask: UInt64 = 1 << UInt64(bit & 63)
            guard tried[bit >> 6] & mask == 0 else { return false }
            tried[bit >> 6] |= mask
            switch program.instructions[state] {
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
