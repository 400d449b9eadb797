/// Whether every text with a match of one pattern has a match of another one.
public enum LanguageInclusion: Sendable {
    case included
    case excluded
    /// The allowed work did not suffice for an answer.
    case undecided
}

/// Bounds the work of analyses, so that no pattern can make them hang.
package final class StepBudget {
    private var remaining: Int
    /// The number of refusals so far.
    package private(set) var refusals = 0

    package init(_ steps: Int) {
        remaining = steps
    }

    package var isUsedUp: Bool { remaining == 0 }

    /// Subtracts steps that have been done already, down to zero.
    package func spend(_ steps: Int) {
        remaining = max(0, remaining - steps)
    }

    /// Subtracts steps to be done; false when fewer are left.
    package func take(_ steps: Int) -> Bool {
        guard steps <= remaining else {
            refusals += 1
            return false
        }
        remaining -= steps
        return true
    }
}

extension NFA {
    /// The greatest number of pairs of subsets that are visited.
    private static let pairLimit = 5_000

    /// Whether every text with a match of this NFA has a match of another one, by walking both side by side.
    package func inclusion(in outer: NFA, budget: StepBudget) -> LanguageInclusion {
        guard let characters = Self.representatives(for: [self, outer], budget: budget) else { return .undecided }
        var innerWalk = TextWalk(self, budget: budget)
        var outerWalk = TextWalk(outer, budget: budget)
        guard let innerStart = innerWalk.start(), let outerStart = outerWalk.start() else { return .undecided }
        var queue = [Pair(inner: innerStart, outer: outerStart)]
        var seen = Set(queue)
        var next = 0
        while next < queue.count {
            let pair = queue[next]
            next += 1
            guard let isInner = innerWalk.accepts(pair.inner), let isOuter = outerWalk.accepts(pair.outer) else {
                return .undecided
            }
            if isInner, !isOuter { return .excluded }
            // With a match of the outer one, every continuation is included.
            if pair.outer.hasMatched { continue }
            for scalar in characters {
                guard let first = innerWalk.step(pair.inner, over: scalar),
                    let second = outerWalk.step(pair.outer, over: scalar)
                else { return .undecided }
                let following = Pair(inner: first, outer: second)
                if seen.insert(following).inserted { queue.append(following) }
            }
            if queue.count > Self.pairLimit { return .undecided }
        }
        return .included
    }

    private struct Pair: Hashable {
        let inner: TextWalk.State
        let outer: TextWalk.State
    }

    /// One character of each class that some NFAs tell apart, readable ones preferred; nil when that takes too long.
    private static func representatives(for nfas: [NFA], budget: StepBudget) -> [Unicode.Scalar]? {
        var sets: Set<ScalarSet> = []
        for nfa in nfas {
            sets.formUnion(nfa.sets)
            for case .scalar(let scalar, _) in nfa.instructions {
                sets.insert(ScalarSet([scalar.value...scalar.value]))
            }
        }
        let ordered = sets.sorted { $0.ranges.lexicographicallyPrecedes($1.ranges) { $0.lowerBound < $1.lowerBound } }
        let cuts = Set(ordered.flatMap { $0.ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] } } + [0]).sorted()
        guard budget.take(cuts.count * (ordered.count / 16 + 1)) else { return nil }
        var seen: Set<[Int]> = []
        // A stretch that begins among the surrogates may go on behind them.
        let firsts = cuts.compactMap { Unicode.Scalar(0xD800...0xDFFF ~= $0 ? 0xE000 : $0) }
        return (PatternSamples.readable + firsts)
            .filter { scalar in
                let signature = ordered.indices.filter { ordered[$0].contains(scalar) }
                return seen.insert(signature).inserted
            }
    }
}
