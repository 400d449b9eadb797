/// The lines that a report has for one test.
struct RuleTestResultText {
    let result: RuleTestResult
    let language: OperatorLanguage

    var lines: [String] {
        switch result.status {
        case .passed: []
        case .failed: result.failures.flatMap(lines)
        case .todo(let reason): [heading("○", result.name, result.location), note(Phrase("待办", "todo"), reason)]
        case .passedTodo(let reason):
            [
                heading("✗", result.name, result.location),
                note(Phrase("待办", "todo"), reason),
                "    " + Phrase("这个测试已经通过:删掉 todo", "This test passes now: delete its `todo`")[language],
            ]
        }
    }

    private func lines(of failure: RuleTestFailure) -> [String] {
        var table = TextTable()
        for mismatch in failure.mismatches { add(mismatch, to: &table) }
        if let reason = failure.reason {
            table.add(["  ", Phrase("为什么", "why")[language], Self.oneLine(reason[language])])
        }
        return [heading("✗", "\(result.name) › \(failure.label)", failure.location)] + table.lines
    }

    private func add(_ mismatch: RuleTestMismatch, to table: inout TextTable) {
        let expected = Phrase("期望", "expected")[language] + " " + Self.oneLine(mismatch.expected[language])
        let actual = Phrase("实际", "actual  ")[language] + " " + Self.oneLine(mismatch.actual[language])
        table.add(["  ", Self.oneLine(mismatch.field), expected])
        table.add(["  ", "", actual])
    }

    private func heading(_ mark: String, _ title: String, _ location: SourceLocation) -> String {
        TextTable.padded("\(mark) \(Self.oneLine(title))", to: 54)
            + "  \(Self.oneLine(location.path)):\(location.line)"
    }

    private func note(_ label: Phrase, _ text: String) -> String {
        "    \(label[language])\(language == .chinese ? ":" : ": ")\(DecisionExplanation.oneLine(text))"
    }

    /// A text on one line, its line breaks shown.
    private static func oneLine(_ text: String) -> String {
        DecisionExplanation.oneLine(
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
        )
    }
}
