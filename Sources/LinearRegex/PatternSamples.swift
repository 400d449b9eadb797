/// Short texts that a pattern matches, at most one through each of its states, the shortest first.
struct PatternSamples {
    /// How many samples there are at most.
    static let limit = 8

    private let program: PatternProgram
    /// How each state is reached from the start, by the fewest characters.
    private var arrivals: [Step?]
    /// How the end is reached from each state, by the fewest characters.
    private var departures: [Step?]

    /// One step of a shortest way.
    private struct Step {
        /// The state before it, or after it on the way to the end; none at the end of the way.
        let neighbour: Int?
        let scalar: Unicode.Scalar?
        let distance: Int
    }

    /// Samples of a pattern; none when that takes too long.
    static func texts(of pattern: Pattern, budget: LintBudget) -> [[Unicode.Scalar]] {
        guard budget.take(8 * pattern.program.instructions.count) else { return [] }
        let samples = PatternSamples(pattern.program)
        var texts: [[Unicode.Scalar]] = []
        for state in samples.states.prefix(8 * limit) where texts.count < limit {
            let text = samples.text(through: state)
            guard !text.isEmpty, !texts.contains(text), budget.take(200 + 10 * text.count) else { continue }
            // An anchor may be on the way where it cannot hold.
            if pattern.firstMatch(in: text) != nil { texts.append(text) }
        }
        if texts.isEmpty, pattern.firstMatch(in: []) != nil { texts = [["好"], ["x"], ["1"]] }
        return texts
    }

    private init(_ program: PatternProgram) {
        self.program = program
        let count = program.instructions.count
        arrivals = Array(repeating: nil, count: count)
        departures = Array(repeating: nil, count: count)
        var edges: [[(Int, Unicode.Scalar?)]] = program.instructions.map { Self.edges($0, program.sets) }
        arrivals = Self.walk(from: [program.start], edges)
        var reversed = [[(Int, Unicode.Scalar?)]](repeating: [], count: count)
        for (state, own) in edges.enumerated() {
            for (next, scalar) in own { reversed[next].append((state, scalar)) }
        }
        edges = reversed
        let ends = program.instructions.indices.filter {
            if case .match = program.instructions[$0] { true } else { false }
        }
        departures = Self.walk(from: ends, edges)
    }

    /// The states through which a match can go, those of short texts first.
    private var states: [Int] {
        let known = program.instructions.indices.compactMap { state -> (state: Int, length: Int)? in
            guard let arrival = arrivals[state], let departure = departures[state] else { return nil }
            return (state, arrival.distance + departure.distance)
        }
        let sorted = known.filter { $0.length <= 200 }.sorted { ($0.length, $0.state) < ($1.length, $1.state) }
        return sorted.map(\.state)
    }

    private func text(through state: Int) -> [Unicode.Scalar] {
        Self.way(from: state, arrivals).reversed() + Self.way(from: state, departures)
    }

    private static func way(from state: Int, _ steps: [Step?]) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        var here = state
        while let step = steps[here], let next = step.neighbour {
            if let scalar = step.scalar { scalars.append(scalar) }
            here = next
        }
        return scalars
    }
}

extension PatternSamples {
    /// Shortest ways, by rounds: what costs nothing first, then one more character.
    private static func walk(from seeds: [Int], _ edges: [[(Int, Unicode.Scalar?)]]) -> [Step?] {
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

    private static func edges(_ instruction: PatternInstruction, _ sets: [ScalarSet]) -> [(Int, Unicode.Scalar?)] {
        switch instruction {
        case .scalar(let scalar, let next): [(next, scalar)]
        case .set(let set, let next): member(of: sets[set]).map { [(next, $0)] } ?? []
        case .split(let first, let second): [(first, nil), (second, nil)]
        case .save(_, let next), .start(let next), .end(let next): [(next, nil)]
        case .match: []
        }
    }

    private static func member(of set: ScalarSet) -> Unicode.Scalar? {
        ScalarClasses.readable.first(where: set.contains)
            ?? set.ranges.lazy.compactMap { Unicode.Scalar($0.lowerBound) }.first
    }
}
