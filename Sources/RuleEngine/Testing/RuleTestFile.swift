/// A test file as it is written, before its rules are read (RULES C7).
struct RuleTestFile {
    /// A path under `rules`, relative to the test file.
    struct RulesPath {
        let text: String
        let location: SourceLocation
        let length: Int
    }

    let rules: [RulesPath]
    let tests: [RuleTest]

    /// The golden files that the tests name, each once, in order.
    var goldenFiles: [String] {
        var seen: Set<String> = []
        return tests.flatMap(\.conversations).flatMap(\.steps).compactMap(\.expectation.golden)
            .filter { seen.insert($0).inserted }
    }
}
