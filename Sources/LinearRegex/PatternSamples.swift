/// Short texts that a pattern matches, at most one through each of its states, the shortest first.
package struct PatternSamples {
    /// The greatest number of samples.
    package static let limit = 8

    /// Characters that normalisation keeps, and that are easy to read.
    static let readable: [Unicode.Scalar] = ["1", "a", "x", "好", "的", "?", ":", ".", "-", "é"]

    /// An edge of the state graph; its scalar is nil where it consumes nothing.
    private typealias Edge = (state: Int, scalar: Unicode.Scalar?)

    /// One step of a shortest way.
    private struct Step {
        /// The state before it, or after it on the way to the end; nil at the end of the way.
        let neighbour: Int?
        let scalar: Unicode.Scalar?
        let distance: Int
    }

    private let nfa: NFA
    /// For each state the last step of a shortest way from the start.
    private let arrivals: [Step?]
    /// For each state the first step of a shortest way to the end.
    private let departures: [Step?]

    /// Samples of a pattern; none when that takes too long.
    package static func texts(of pattern: Pattern, budget: StepBudget) -> [[Unicode.Scalar]] {
        guard budget.take(8 * pattern.nfa.instructions.count) else { return [] }
        let samples = PatternSamples(pattern.nfa)
        var texts: [[Unicode.Scalar]] = []
        for state in samples.states.prefix(8 * limit) where texts.count < limit {
            let text =
                Self.way(from: state, along: samples.arrivals).reversed()
                + Self.way(from: state, along: samples.departures)
            guard !text.isEmpty, !texts.contains(text), budget.take(200 + 10 * text.count) else { continue }
            // The way may pass an anchor that cannot hold there.
            if pattern.firstMatch(in: text) != nil { texts.append(text) }
        }
        if texts.isEmpty, pattern.firstMatch(in: []) != nil { texts = [["好"], ["x"], ["1"]] }
        return texts
    }

    private init(_ nfa: NFA) {
        self.nfa = nfa
        let edges = nfa.instructions.map { Self.edges(of: $0, sets: nfa.sets) }
        var reversed = [[Edge]](repeating: [], count: edges.count)
        for (state, own) in edges.enumerated() {
            for (next, scalar) in own { reversed[next].append((state, scalar)) }
        }
        let ends = nfa.instructions.indices.filter {
            if case .match = nfa.instructions[$0] { true } else { false }
        }
        arrivals = Self.shortestWays(from: [nfa.start], over: edges)
        departures = Self.shortestWays(from: ends, over: reversed)
    }

    /// The states that a match can pass, those of short texts first.
    private var states: [Int] {
        let known = nfa.instructions.indices.compactMap { state -> (state: Int, length: Int)? in
            guard let arrival = arrivals[state], let departure = departures[state] else { return nil }
            return (state, arrival.distance + departure.distance)
        }
        let sorted = known.filter { $0.length <= 200 }.sorted { ($0.length, $0.state) < ($1.length, $1.state) }
        return sorted.map(\.state)
    }

    private static func way(from state: Int, along steps: [Step?]) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        var here = state
        while let step = steps[here], let next = step.neighbour {
            if let scalar = step.scalar { scalars.append(scalar) }
            here = next
        }
        return scalars
    }

    /// Breadth-first by characters: the edges that consume nothing first, then one more character.
    private static func shortestWays(from seeds: [Int], over edges: [[Edge]]) -> [Step?] {
        var steps = [Step?](repeating: nil, count: edges.count)
        var round = seeds.map { ($0, Step(neighbour: nil, scalar: nil, distance: 0)) }
        while !round.isEmpty {
            var following: [(Int, Step)] = []
            var pending = Array(round.reversed())
            while let (state, step) = pending.popLast() {
                guard steps[state] == nil else { continue }
                steps[state] = step
                for (next, scalar) in edges[state] where steps[next] == nil {
                    let distance = step.distance + (scalar == nil ? 0 : 1)
                    let taken = (next, Step(neighbour: state, scalar: scalar, distance: distance))
                    if scalar == nil { pending.append(taken) } else { following.append(taken) }
                }
            }
            round = following
        }
        return steps
    }

    private static func edges(of instruction: NFA.Instruction, sets: [ScalarSet]) -> [Edge] {
        switch instruction {
        case .scalar(let scalar, let next): [(next, scalar)]
        case .set(let set, let next): member(of: sets[set]).map { [(next, $0)] } ?? []
        case .split(let first, let second): [(first, nil), (second, nil)]
        case .save(_, let next), .start(let next), .end(let next): [(next, nil)]
        case .match: []
        }
    }

    private static func member(of set: ScalarSet) -> Unicode.Scalar? {
        readable.first(where: set.contains) ?? set.ranges.lazy.compactMap { Unicode.Scalar($0.lowerBound) }.first
    }
}
