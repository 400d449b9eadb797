package import OperatorText
package import RuleEngine

/// The results of a file's tests.
package struct RuleTestReport: Sendable {
    /// Each test, in file order.
    package let results: [RuleTestResult]
    /// Whether only some of the file's tests ran.
    package let isPartial: Bool
    /// The parts of the rules that the tests covered.
    package let coverage: RuleTestCoverage
    /// The replies whose tests name a golden file, in order.
    package let goldenReplies: [GoldenReply]

    /// The number of tests that make the run fail.
    package var failureCount: Int { results.count(where: \.isFailure) }

    /// Whether at least one test ran and none failed.
    package var isSuccess: Bool { !results.isEmpty && failureCount == 0 }

    /// The replies that differ from their golden file; of several for one file, the first counts.
    package var changedGoldens: [GoldenReply] {
        var seen: Set<String> = []
        return goldenReplies.filter { seen.insert($0.file).inserted && $0.isChanged }
    }

    /// The failures, the known gaps and one line of numbers (RULES C7, "Failure output").
    ///
    /// Lines are separated by newlines; there is none at the end. Passed tests are not named.
    package func render(_ language: OperatorLanguage) -> String {
        (results.flatMap { RuleTestResultText(result: $0, language: language).lines } + [totals(language)])
            .joined(separator: "\n")
    }

    private func totals(_ language: OperatorLanguage) -> String {
        let todos = results.count { if case .todo = $0.status { true } else { false } }
        let (all, failed) = (results.count, failureCount)
        let tests = LocalizedText(
            "\(all) 个测试，\(failed) 个失败" + (todos == 0 ? "" : "，\(todos) 个待办"),
            "\(all) \(all == 1 ? "test" : "tests"), \(failed) failed" + (todos == 0 ? "" : ", \(todos) todo")
        )
        // The coverage of some tests says nothing about all of them.
        return tests[language] + (isPartial ? "" : covered(language))
    }

    private func covered(_ language: OperatorLanguage) -> String {
        let (rules, cases, clauses) = (coverage.ruleShare, coverage.caseShare, coverage.clauseShare)
        let missing = coverage.uncoveredRules.map { LocalizedText(verbatim: $0) }
        let missingCases = coverage.named(coverage.uncoveredCases).map(\.caseName)
        let missingClauses = coverage.named(coverage.uncoveredClauses).map(\.clauseName)
        return LocalizedText(
            "；规则覆盖 \(rules.text)\(Self.list(missing).chinese)，情形 \(cases.text)\(Self.list(missingCases).chinese)"
                + "，匹配条件 \(clauses.text)\(Self.list(missingClauses).chinese)",
            "; rules covered \(rules.text)\(Self.list(missing).english), "
                + "cases \(cases.text)\(Self.list(missingCases).english), "
                + "clauses \(clauses.text)\(Self.list(missingClauses).english)"
        )[language]
    }

    /// The parts that never won, in brackets; empty where all won.
    private static func list(_ names: [LocalizedText]) -> LocalizedText {
        guard !names.isEmpty else { return LocalizedText(verbatim: "") }
        let shown = names.prefix(20)
        let more = names.count - shown.count
        return LocalizedText(
            "（未覆盖：" + shown.map(\.chinese).joined(separator: "、") + (more > 0 ? "等 \(names.count) 个" : "") + "）",
            " (not: " + shown.map(\.english).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "") + ")"
        )
    }
}

extension RuleTestCoverage.Share {
    /// Such as `10/11`.
    var text: String { "\(covered)/\(total)" }
}

/// The lines of a report about one test.
struct RuleTestResultText {
    let result: RuleTestResult
    let language: OperatorLanguage

    var lines: [String] {
        switch result.status {
        case .passed: []
        case .failed: result.failures.flatMap(lines)
        case .todo(let reason): [heading("○", title: result.name, at: result.location), todo(reason)]
        case .passedTodo(let reason):
            [
                heading("✗", title: result.name, at: result.location),
                todo(reason),
                "    " + LocalizedText("这个测试已经通过：删掉 todo", "This test passes now: delete its `todo`")[language],
            ]
        }
    }

    private func lines(of failure: RuleTestFailure) -> [String] {
        var table = TextTable()
        for mismatch in failure.mismatches { add(mismatch, to: &table) }
        if let reason = failure.reason {
            table.add(["  ", LocalizedText("为什么", "why")[language], Self.oneLine(reason[language])])
        }
        return [heading("✗", title: "\(result.name) › \(failure.label)", at: failure.location)] + table.lines
    }

    private func add(_ mismatch: RuleTestMismatch, to table: inout TextTable) {
        let expected = LocalizedText("期望", "expected")[language] + " " + Self.oneLine(mismatch.expected[language])
        let actual = LocalizedText("实际", "actual  ")[language] + " " + Self.oneLine(mismatch.actual[language])
        table.add(["  ", Self.oneLine(mismatch.field), expected])
        table.add(["  ", "", actual])
    }

    private func heading(_ mark: String, title: String, at location: SourceLocation) -> String {
        TextTable.padded("\(mark) \(Self.oneLine(title))", to: 54)
            + "  \(Self.oneLine(location.path)):\(location.line)"
    }

    private func todo(_ reason: String) -> String {
        "    " + LocalizedText("待办：", "todo: ")[language] + ForeignText.oneLine(reason)
    }

    /// A text on one line, its line breaks shown.
    private static func oneLine(_ text: String) -> String {
        ForeignText.oneLine(
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
        )
    }
}

/// The result of one test.
package struct RuleTestResult: Sendable {
    /// How a test ended.
    package enum Status: Sendable, Hashable {
        case passed
        case failed
        /// It fails, as its `todo` says.
        case todo(reason: String)
        /// It passes although its `todo` says that it fails.
        case passedTodo(reason: String)
    }

    /// The test's name.
    package let name: String
    /// Where the test is written.
    package let location: SourceLocation
    /// How it ended.
    package let status: Status
    /// The events whose decisions differ from the expectation.
    package let failures: [RuleTestFailure]

    /// Whether it makes the run fail.
    package var isFailure: Bool {
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

/// An event whose decision differs from a test's expectation.
package struct RuleTestFailure: Sendable {
    /// The event as a report names it.
    package let label: String
    /// Where the event is written.
    package let location: SourceLocation
    /// The differences, never empty.
    package let mismatches: [RuleTestMismatch]
    /// Why the expected rule did not answer, where it is known.
    package let reason: LocalizedText?
}
