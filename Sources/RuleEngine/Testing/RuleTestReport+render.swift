extension RuleTestReport {
    /// The failures, the known gaps and one line of numbers (RULES C7, "Failure output").
    ///
    /// Lines are separated by newlines; there is none at the end. Passed tests are not named.
    public func render(_ language: OperatorLanguage) -> String {
        (results.flatMap { RuleTestResultText(result: $0, language: language).lines } + [totals(language)])
            .joined(separator: "\n")
    }

    private func totals(_ language: OperatorLanguage) -> String {
        let todos = results.count { if case .todo = $0.status { true } else { false } }
        let (all, failed) = (results.count, failureCount)
        let tests = Phrase(
            "\(all) 个测试,\(failed) 个失败" + (todos == 0 ? "" : ",\(todos) 个待办"),
            "\(all) \(all == 1 ? "test" : "tests"), \(failed) failed" + (todos == 0 ? "" : ", \(todos) todo")
        )
        // What some of the tests cover says nothing about all of them.
        return tests[language] + (isPartial ? "" : covered(language))
    }

    private func covered(_ language: OperatorLanguage) -> String {
        let (rules, cases, clauses) = (coverage.ruleShare, coverage.caseShare, coverage.clauseShare)
        let missing = coverage.uncoveredRules.map { Phrase(verbatim: $0) }
        let missingCases = coverage.named(coverage.uncoveredCases).map(\.caseName)
        let missingClauses = coverage.named(coverage.uncoveredClauses).map(\.clauseName)
        return Phrase(
            ";规则覆盖 \(rules.text)\(Self.list(missing).chinese),情形 \(cases.text)\(Self.list(missingCases).chinese)"
                + ",子句 \(clauses.text)\(Self.list(missingClauses).chinese)",
            "; rules covered \(rules.text)\(Self.list(missing).english), "
                + "cases \(cases.text)\(Self.list(missingCases).english), "
                + "clauses \(clauses.text)\(Self.list(missingClauses).english)"
        )[language]
    }

    /// What never won, in brackets; nothing where everything did.
    private static func list(_ names: [Phrase]) -> Phrase {
        guard !names.isEmpty else { return Phrase(verbatim: "") }
        let shown = names.prefix(20)
        let more = names.count - shown.count
        return Phrase(
            "(未覆盖:" + shown.map(\.chinese).joined(separator: "、") + (more > 0 ? "等 \(names.count) 个" : "") + ")",
            " (not: " + shown.map(\.english).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "") + ")"
        )
    }
}

extension RuleTestCoverage.Share {
    /// Such as `10/11`.
    var text: String { "\(covered)/\(total)" }
}
