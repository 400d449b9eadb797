/// Runs an NFA over a text once, with all threads side by side in order of preference (Pike's algorithm).
///
/// No state is entered twice at one position, so the time is bounded by text times states, whatever the pattern.
package struct PikeVM {
    /// A way through the NFA that waits at a state for the next character.
    private struct Thread {
        let state: Int
        let slots: [Int?]
    }

    /// The work left, the last first.
    private enum Pending {
        case state(Int)
        case restore(slot: Int, position: Int?)
    }

    private let nfa: NFA
    private let text: [Unicode.Scalar]
    /// For each state, the last position at which it was entered.
    private var entered: [Int]
    /// The threads of the next position, the preferred first.
    private var waiting: [Thread] = []
    private var matched: [Int?]?
    /// States entered and characters compared: the measure of the time taken.
    package private(set) var steps = 0

    package init(_ nfa: NFA, text: [Unicode.Scalar]) {
        self.nfa = nfa
        self.text = text
        entered = Array(repeating: -1, count: nfa.instructions.count)
    }

    /// The slots of the preferred one of the leftmost matches.
    package mutating func run() -> [Int?]? {
        let noSlots = [Int?](repeating: nil, count: nfa.slotCount)
        for position in 0...text.count {
            if matched == nil { follow(nfa.start, at: position, slots: noSlots) }
            if waiting.isEmpty, matched != nil { break }
            advance(at: position)
        }
        return matched
    }

    /// Lets every waiting thread consume the character at a position; a match ends all less preferred threads.
    private mutating func advance(at position: Int) {
        let threads = waiting
        waiting.removeAll(keepingCapacity: true)
        for thread in threads {
            steps += 1
            switch nfa.instructions[thread.state] {
            case .scalar(let scalar, let next):
                guard position < text.count, text[position] == scalar else { continue }
                follow(next, at: position + 1, slots: thread.slots)
            case .set(let set, let next):
                guard position < text.count, nfa.sets[set].contains(text[position]) else { continue }
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
                steps += 1
                switch nfa.instructions[state] {
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
    }
}
