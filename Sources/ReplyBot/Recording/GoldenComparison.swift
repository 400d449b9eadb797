/// The differences between a replay and a golden file, line by line.
struct GoldenComparison {
    /// A line that differs; nil where one side has none.
    struct Difference: Equatable {
        let line: Int
        let expected: String?
        let actual: String?
    }

    /// All differences, in order.
    let differences: [Difference]

    init(golden: String, actual: [String]) {
        let expected = golden.split(separator: "\n").map(String.init)
        differences = (0..<max(expected.count, actual.count))
            .compactMap { index in
                let pair = (
                    expected.indices.contains(index) ? expected[index] : nil,
                    actual.indices.contains(index) ? actual[index] : nil
                )
                return pair.0 == pair.1 ? nil : Difference(line: index + 1, expected: pair.0, actual: pair.1)
            }
    }
}
