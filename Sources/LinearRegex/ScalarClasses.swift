/// Divides all characters into classes that some programs cannot tell apart.
enum ScalarClasses {
    /// One character of each class, a readable one where there is one; nil when that takes too long.
    static func representatives(for programs: [PatternProgram], budget: LintBudget) -> [Unicode.Scalar]? {
        let sets = Set(programs.flatMap(Self.sets))
        let ordered = sets.sorted { $0.ranges.lexicographicallyPrecedes($1.ranges) { $0.lowerBound < $1.lowerBound } }
        let cuts = Set(ordered.flatMap { $0.ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] } } + [0]).sorted()
        guard budget.take(cuts.count * (ordered.count / 16 + 1)) else { return nil }
        var seen: Set<[Int]> = []
        let readable = Self.readable.filter { seen.insert(signature($0, ordered)).inserted }
        // What begins among the surrogates may go on behind them.
        let others = cuts.compactMap { Unicode.Scalar(0xD800...0xDFFF ~= $0 ? 0xE000 : $0) }
            .filter { seen.insert(signature($0, ordered)).inserted }
        return readable + others
    }

    /// Characters that are the same after normalisation, and easy to read.
    static let readable: [Unicode.Scalar] = ["1", "a", "x", "好", "的", "?", ":", ".", "-", "é"]

    /// The sets that a character is in.
    private static func signature(_ scalar: Unicode.Scalar, _ sets: [ScalarSet]) -> [Int] {
        sets.indices.filter { sets[$0].contains(scalar) }
    }

    private static func sets(of program: PatternProgram) -> [ScalarSet] {
        program.sets
            + program.instructions.compactMap {
                if case .scalar(let scalar, _) = $0 { ScalarSet([scalar.value...scalar.value]) } else { nil }
            }
    }
}
