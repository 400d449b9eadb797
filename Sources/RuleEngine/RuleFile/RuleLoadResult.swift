/// What loading rule files gave.
public struct RuleLoadResult: Sendable {
    /// The rules; nil when any error was found.
    public let ruleSet: RuleSet?
    /// Everything found in all files, by place.
    public let diagnostics: [Diagnostic]
    /// The files' texts by path, for ``DiagnosticRenderer``.
    public let sources: [String: SourceText]
}
