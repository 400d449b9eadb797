/// One point in which a decision is not what a test expects.
public struct RuleTestMismatch: Sendable, Hashable {
    /// The key under `expect`.
    public let field: String
    /// What the test expects.
    public let expected: Phrase
    /// What happened.
    public let actual: Phrase

    init(_ field: String, expected: Phrase, actual: Phrase) {
        self.field = field
        self.expected = expected
        self.actual = actual
    }

    init(_ field: String, expected: String, actual: String) {
        self.init(field, expected: Phrase(verbatim: expected), actual: Phrase(verbatim: actual))
    }
}
