/// A test file and its rules as they were read, with everything found on the way.
public struct RuleTestLoadResult: Sendable {
    /// The test file's path.
    public let path: String
    /// The tests, ready to run; nil when there was an error.
    public let suite: RuleTestSuite?
    /// What was found in the test file and in its rule files.
    public let diagnostics: [Diagnostic]
    /// The files by path, for rendering.
    public let sources: [String: SourceText]
}
