/// Finds the preferred match in a short text by trying the paths through an NFA one after the other.
///
/// No state is tried twice at one position, so the time is bounded by text times states, as in ``PikeVM``; for a message
/// of ordinary length it takes a fraction of that time. Its memory is reused for the next text.
package struct BoundedBacktracker: Sendable {
    /// The greatest product of states and positions; ``PikeVM``, whose memory does not grow with the text, takes over.
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

    package init() {}

    /// Whether a text is short enough for an NFA.
    package static func fits(_ nfa: NFA, length: Int) -> Bool {
        nfa.instructions.count * (length + 1) <= sizeLimit
    }

    /// The slots of the preferred one of the leftmost matches.
    mutating func run(_ nfa: NFA, on text: [Unicode.Scalar]) -> [Int?]? {
        guard finds(nfa, in: text.span, from: 0) else { return nil }
        return slots[..<slotCount].map { $0 < 0 ? nil : Int($0) }
    }

    /// Finds the preferred one of the leftmost matches that begin at `first` or later, and keeps its slots.
    package mutating func finds(_ nfa: NFA, in text: Span<Unicode.Scalar>, from first: Int) -> Bool {
        prepare(for: nfa, length: text.count)
        return Self.search(nfa, in: text, from: first, tried: &tried, slots: &slots, trials: &trials)
    }

    /// Stores the slots of the match that was found.
    package func copySlots(into all: inout [Int32], at start: Int) {
        for slot in 0..<slotCount { all[start + slot] = slots[slot] }
    }

    private mutating func prepare(for nfa: NFA, length: Int) {
        let words = (nfa.instructions.count * (length + 1) + 63) / 64
        if tried.count < words { tried = Array(repeating: 0, count: max(words, 2 * tried.count)) }
        for word in 0..<words { tried[word] = 0 }
        slotCount = nfa.slotCount
        if slots.count < slotCount { slots = Array(repeating: -1, count: slotCount) }
        for slot in 0..<slotCount { slots[slot] = -1 }
        if !trials.isEmpty { trials.removeAll(keepingCapacity: true) }
    }

    /// A static function on the parts, as the next ones: `tried` is checked for exclusive access once, not at each step.
    private static func search(
        _ nfa: NFA,
        in text: Span<Unicode.Scalar>,
        from first: Int,
        tried: inout [UInt64],
        slots: inout [Int32],
        trials: inout [Trial]
    ) -> Bool {
        var tried = tried.mutableSpan
        for start in first..<max(first, text.count) where nfa.mayBegin(with: text[start]) {
            if matches(nfa, in: text, from: start, tried: &tried, slots: &slots, trials: &trials) { return true }
        }
        return first <= text.count
            && matches(nfa, in: text, from: text.count, tried: &tried, slots: &slots, trials: &trials)
    }

    /// Whether a match begins at `start`.
    private static func matches(
        _ nfa: NFA,
        in text: Span<Unicode.Scalar>,
        from start: Int,
        tried: inout MutableSpan<UInt64>,
        slots: inout [Int32],
        trials: inout [Trial]
    ) -> Bool {
        var next: Trial? = Trial(state: Int32(nfa.start), position: Int32(start))
        while let trial = next {
            if trial.state < 0 {
                slots[Int(~trial.state)] = trial.position
            } else if follow(nfa, in: text, from: trial, tried: &tried, slots: &slots, trials: &trials) {
                return true
            }
            next = trials.popLast()
        }
        return false
    }

    /// Follows one way from a state, and notes the others as trials.
    @inline(__always)
    private static func follow(
        _ nfa: NFA,
        in text: Span<Unicode.Scalar>,
        from trial: Trial,
        tried: inout MutableSpan<UInt64>,
        slots: inout [Int32],
        trials: inout [Trial]
    ) -> Bool {
        var (state, position) = (Int(trial.state), Int(trial.position))
        let instructions = nfa.instructions
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
                guard position < text.count, nfa.sets[set].contains(text[position]) else { return false }
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
