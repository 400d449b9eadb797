/// Runs a program over a text once, all its threads side by side in the order of preference (Pike's algorithm).
///
/// No state is entered twice at one position, so the time is bounded by text times program, whatever the pattern.
struct PatternMachine {
    /// A way through the program that waits at a state for the next character.
    private struct Thread {
        let state: Int
        let slots: [Int?]
    }

    /// What is still to be followed, the last first.
    private enum Pending {
        case state(Int)
        case restore(slot: Int, position: Int?)
    }

    private let program: PatternProgram
    private let text: [Unicode.Scalar]
    /// For each state, the last position at which it was entered.
    private var entered: [Int]
    /// The threads of the next position, the preferred first.
    private var waiting: [Thread] = []
    private var matched: [Int?]?
    /// States entered and characters compared, the measure of the time taken.
    private(set) var steps = 0

    init(_ program: PatternProgram, text: [Unicode.Scalar]) {
        self.program = program
        self.text = text
        entered = Array(repeating: -1, count: program.instructions.count)
    }

    /// The slots of the preferred match of those that begin leftmost.
    mutating func run() -> [Int?]? {
        let noSlots = [Int?](repeating: nil, count: program.slotCount)
        for position in 0...text.count {
            if matched == nil { follow(program.start, at: position, slots: noSlots) }
            if waiting.isEmpty, matched != nil { break }
            advance(at: position)
        }
        return matched
    }

    /// Lets every waiting thread consume the character at a position; a match ends all that are less preferred.
    private mutating func advance(at position: Int) {
        let threads = waiting
        waiting.removeAll(keepingCapacity: true)
        for thread in threads {
            steps += 1
            switch program.instructions[thread.state] {
            case .scalar(let scalar, let next):
                guard position < text.count, text[position] == scalar else { continue }
                follow(next, at: position + 1, slots: thread.slots)
            case .set(let set, let next):
                guard position < text.count, program.sets[set].contains(text[position]) else { continue }
                follow(next, at: position + 1, slots: thread.slots)
            case .match:
                matched = thread.slots
                return
            case .split, .save, .start, .end: continue
            }
        }
    }

    /// Follows the states that consume nothing to those that wait, without recursion.
    private mutating func follow(_ start: Int, at position: Int, slots: [Int?]) {
        var slots = slots
        var pending = [Pending.state(start)]
        while let next = pending.popLast() {
            switch next {
            case .restore(let slot, let earlier): slots[slot] = earlier
            case .state(let state):
                guard entered[state] != position else { continue }
                entered[state] = position
                enter(state, at: position, slots: &slots, pending: &pending)
            }
        }
    }

    private mutating func enter(_ state: Int, at position: Int, slots: inout [Int?], pending: inout [Pending]) {
        steps += 1
        switch program.instructions[state] {
        case .split(let first, let second):
            pending.append(.state(second))
            pending.append(.state(first))
        case .save(let slot, let next):
            pending.append(.restore(slot: slot, position: slots[slot]))
            pending.append(.state(next))
            slots[slot] = position
        case .start(let next):
            if position == 0 { pending.append(.state(next)) }
        case .end(let next):
            if position == text.count { pending.append(.state(next)) }
        case .scalar, .set, .match:
            waiting.append(Thread(state: state, slots: slots))
        }
    }
}
