/// Follows all ways through an NFA within a budget; each function gives nil when the budget is used up.
///
/// For searches through all texts, in which the same state is reached in many ways; ``LazyDFA`` searches one text.
package struct TextWalk {
    /// Everything about the text read so far that matters for its continuations.
    package struct State: Hashable, Sendable {
        var waiting: [Int32] = []
        /// Whether nothing has been read.
        var isAtStart = false
        /// Whether there is a match already; no continuation takes it away.
        package var hasMatched = false
    }

    private let nfa: NFA
    private let budget: StepBudget
    private var subsets = SubsetConstruction()

    package init(_ nfa: NFA, budget: StepBudget) {
        self.nfa = nfa
        self.budget = budget
    }

    package mutating func start() -> State? {
        state(subsets.begin(nfa), isAtStart: true)
    }

    /// The state after one more character.
    package mutating func step(_ state: State, over scalar: Unicode.Scalar) -> State? {
        if state.hasMatched { return state }
        return self.state(subsets.step(state.waiting, over: scalar, in: nfa), isAtStart: false)
    }

    /// Whether a text that ends here has a match.
    package mutating func accepts(_ state: State) -> Bool? {
        if state.hasMatched { return true }
        let mayEnd = state.waiting.contains { if case .end = nfa.instructions[Int($0)] { true } else { false } }
        guard mayEnd else { return false }
        let end = subsets.end(of: state.waiting, isStart: state.isAtStart, in: nfa)
        return self.state(end, isAtStart: false)?.hasMatched
    }

    private func state(_ subset: [Int32]?, isAtStart: Bool) -> State? {
        guard let subset else { return State(hasMatched: true) }
        guard budget.take(subset.count + 1) else { return nil }
        return State(waiting: subset, isAtStart: isAtStart)
    }
}

extension NFA {
    /// The characters that the pattern spells out.
    package var literals: Set<Unicode.Scalar> {
        var literals: Set<Unicode.Scalar> = []
        for case .scalar(let scalar, _) in instructions { literals.insert(scalar) }
        return literals
    }
}
