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
        return tests[language] + covered(language)
    }

    private func covered(_ language: OperatorLanguage) -> String {
        let missing = coverage.uncoveredRules
        let (rules, cases, clauses) = (coverage.ruleShare, coverage.caseShare, coverage.clauseShare)
        return Phrase(
            ";规则覆盖 \(rules.text)" + (missing.isEmpty ? "" : "(未覆盖:\(missing.joined(separator: "、")))")
                + ",情形 \(cases.text),子句 \(clauses.text)",
            "; rules covered \(rules.text)" + (missing.isEmpty ? "" : " (not: \(missing.joined(separator: ", ")))")
                + ", cases \(cases.text), clauses \(clauses.text)"
        )[language]
    }
}

extension RuleTestCoverage.Share {
    /// Such as `10/11`.
    var text: String { "\(covered)/\(total)" }
}
