import LinearRegex
import RuleEngine

/// The deterministic automaton of one expression over the letters of an alphabet, built as a search needs it.
final class PatternTable {
    /// Thrown when an expression needs more work than is allowed.
    struct Exhausted: Error {}

    private var walk: TextWalk
    private let scalars: [Unicode.Scalar]
    private var states: [TextWalk.State] = []
    private var numbers: [TextWalk.State: Int32] = [:]
    /// For each state a cell for each letter; negative where the step is not known.
    private var cells: [Int32] = []
    private var isAccepting: [Bool?] = []
    private let mutation: ProofMutation

    /// An automaton over the letters that the expression reads.
    init(_ pattern: RulePattern, over scalars: [Unicode.Scalar], budget: StepBudget, mutation: ProofMutation) {
        walk = TextWalk(pattern.pattern.nfa, budget: budget)
        self.scalars = scalars
        self.mutation = mutation
    }

    func start() throws(Exhausted) -> Int32 {
        guard let state = walk.start() else { throw Exhausted() }
        return number(of: state)
    }

    func step(_ state: Int32, over letter: Int) throws(Exhausted) -> Int32 {
        let cell = Int(state) * scalars.count + letter
        if cells[cell] >= 0 { return cells[cell] }
        guard let next = walk.step(states[Int(state)], over: scalars[letter]) else { throw Exhausted() }
        cells[cell] = number(of: next)
        return cells[cell]
    }

    /// Whether a text that ends in a state has a match.
    func accepts(_ state: Int32) throws(Exhausted) -> Bool {
        if let known = isAccepting[Int(state)] { return known }
        if mutation == .endAnchorIgnored { return states[Int(state)].hasMatched }
        guard let accepts = walk.accepts(states[Int(state)]) else { throw Exhausted() }
        isAccepting[Int(state)] = accepts
        return accepts
    }

    private func number(of state: TextWalk.State) -> Int32 {
        if let number = numbers[state] { return number }
        let number = Int32(states.count)
        numbers[state] = number
        states.append(state)
        cells += repeatElement(-1, count: scalars.count)
        isAccepting.append(nil)
        return number
    }
}
