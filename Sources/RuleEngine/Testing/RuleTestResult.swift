/// What came of one test.
public struct RuleTestResult: Sendable {
    /// How a test ended.
    public enum Status: Sendable, Hashable {
        /// Everything is as expected.
        case passed
        /// Something is not as expected.
        case failed
        /// It fails, as its `todo` says it does.
        case todo(reason: String)
        /// It passes although its `todo` says that it does not.
        case passedTodo(reason: String)
    }

    /// The test's name.
    public let name: String
    /// Where the test is written.
    public let location: SourceLocation
    /// How it ended.
    public let status: Status
    /// The events that did not go as expected.
    public let failures: [RuleTestFailure]

    /// Whether it makes the run fail.
    public var isFailure: Bool {
        switch status {
        case .passed, .todo: false
        case .failed, .passedTodo: true
        }
    }

    init(_ test: RuleTest, failures: [RuleTestFailure]) {
        name = test.name
        location = test.location
        self.failures = failures
        status =
            switch (test.todo, failures.isEmpty) {
            case (nil, let isEmpty): isEmpty ? .passed : .failed
            case (let reason?, true): .passedTodo(reason: reason)
            case (let reason?, false): .todo(reason: reason)
            }
    }
}

/// An event that did not go as a test expects.
public struct RuleTestFailure: Sendable {
    /// The event as a report names it.
    public let label: String
    /// Where the event is written.
    public let location: SourceLocation
    /// What is different, never empty.
    public let mismatches: [RuleTestMismatch]
    /// Why the expected rule did not answer, where that can be told.
    public let reason: Phrase?
}
