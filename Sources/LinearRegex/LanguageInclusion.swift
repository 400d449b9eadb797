/// Whether every text with a match of one program has a match of another, by walking both side by side (RULES C6).
enum LanguageInclusion {
    case included
    case excluded
    case undecided

    /// How many pairs of states are looked at before the question stays open.
    static let stateLimit = 5_000

    /// Walks through all texts, as far as the programs tell them apart.
    init(of inner: PatternProgram, in outer: PatternProgram, budget: LintBudget) {
        guard let alphabet = ScalarClasses.representatives(for: [inner, outer], budget: budget) else {
            self = .undecided
            return
        }
        self = Walk(
            inner: PatternSearch(inner, budget: budget),
            outer: PatternSearch(outer, budget: budget),
            alphabet: alphabet
        )
        .verdict()
    }

    private struct Pair: Hashable {
        let inner: PatternSearch.State
        let outer: PatternSearch.State
    }

    private struct Walk {
        var inner: PatternSearch
        var outer: PatternSearch
        let alphabet: [Unicode.Scalar]

        consuming func verdict() -> LanguageInclusion {
            guard let innerStart = inner.start(), let outerStart = outer.start() else { return .undecided }
            var queue = [Pair(inner: innerStart, outer: outerStart)]
            var seen = Set(queue)
            var next = 0
            while next < queue.count {
                let pair = queue[next]
                next += 1
                guard let isInner = inner.accepts(pair.inner), let isOuter = outer.accepts(pair.outer) else {
                    return .undecided
                }
                if isInner, !isOuter { return .excluded }
                // With a match in the outer one, whatever follows is included.
                if pair.outer.hasMatched { continue }
                for scalar in alphabet {
                    guard let first = inner.step(pair.inner, over: scalar),
                        let second = outer.step(pair.outer, over: scalar)
                    else { return .undecided }
                    let following = Pair(inner: first, outer: second)
                    if seen.insert(following).inserted { queue.append(following) }
                }
                if queue.count > LanguageInclusion.stateLimit { return .undecided }
            }
            return .included
        }
    }
}
