/// What loading rule files gave.
public struct RuleLoadResult: Sendable {
    /// The rules; nil when any error was found.
    public let ruleSet: RuleSet?
    /// Everything found in all files, by place; at most 200 findings.
    public let diagnostics: [Diagnostic]
    /// How many more findings there are.
    public let omittedCount: Int
    /// The files' texts by path, for ``DiagnosticRenderer``.
    public let sources: [String: SourceText]
}
