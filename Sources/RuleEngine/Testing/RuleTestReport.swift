/// What came of all tests of a file.
public struct RuleTestReport: Sendable {
    /// Each test, in file order.
    public let results: [RuleTestResult]
    /// Whether only some of the file's tests ran.
    public let isPartial: Bool
    /// What the tests covered.
    public let coverage: RuleTestCoverage
    /// What was said wherever a test names a golden file, in order.
    public let goldenReplies: [GoldenReply]

    /// Tests that make the run fail.
    public var failureCount: Int { results.count(where: \.isFailure) }

    /// Whether at least one test ran and none failed.
    public var isSuccess: Bool { !results.isEmpty && failureCount == 0 }

    /// The golden files that do not hold what was said; of replies for the same file the first counts.
    public var changedGoldens: [GoldenReply] {
        var seen: Set<String> = []
        return goldenReplies.filter { seen.insert($0.file).inserted && $0.isChanged }
    }
}
