package import OperatorText
internal import RuleEngine
internal import TypedHTML

// The proof for a terminal, for continuous integration and for a merge request.
extension ProofReport {
    /// The most kinds that a terminal and a comment show.
    static let shownKinds = 20

    static let title = LocalizedText("证明：任何消息，不只是录制里的", "Proof, for any message and not only recorded ones")

    /// The proof alone, without a line feed at the end; in lines of at most `columns`, where that is not nil.
    package func text(_ language: OperatorLanguage, columns: Int? = nil) -> String {
        let head = "\(ForeignText.oneLine(old.name)) → \(ForeignText.oneLine(new.name))"
        let parts = [
            [head, Self.title[language], ""], lines(language, columns: columns), verdicts.isEmpty ? [] : [""],
        ]
        let all = parts.flatMap(\.self) + verdicts.map { $0.line(language) }
        return (all.map { TextTable.folded($0, to: columns, hanging: 4) } + [machineLine]).joined(separator: "\n")
    }

    /// The kinds, those with the shortest messages first, then the settings that hold for every message, then the closing
    /// sentence; in a narrow terminal not aligned.
    package func lines(
        _ language: OperatorLanguage,
        limit: Int = ProofReport.shownKinds,
        columns: Int? = nil
    ) -> [String] {
        let shown = changes.prefix(limit)
        let isNarrow = columns.map { $0 < DiffReport.tableWidth } ?? false
        let width = isNarrow ? 0 : shown.map { DisplayWidth.cells($0.phrase[language]) }.max() ?? 0
        var lines = shown.map {
            "\(TextTable.padded($0.phrase[language], to: width))  \($0.proved.line[language])"
        }
        let rest = changes.count - shown.count
        if rest > 0 { lines.append(more(rest)[language]) }
        return lines + settings.map { $0[language] } + [result.closing()[language]]
    }

    /// The settings outside of the rules that differ and hold for every message.
    var settings: [LocalizedText] { result.settings.filter { !$0.isCovered }.map(\.line) }

    func more(_ rest: Int) -> LocalizedText { LocalizedText("… 另有 \(rest) 类", "… and \(rest) more") }

    /// The proof alone as a test result of continuous integration.
    package func junit(_ language: OperatorLanguage) -> String {
        let cases = self.cases(language)
        let failures = verdicts.count { !$0.isPassed } + changes.count(where: isFailing)
        return DiffReport.junit(
            name: "replybot diff --prove",
            tests: verdicts.count + changes.count + 1,
            failures: failures,
            output: text(language)
        ) {
            for verdict in verdicts { verdict.testCase(saying: result.closing(), language) }
            cases
        }
    }

    /// A test case for each kind of change, which fails where `--fail-on` names it, and one for the closing sentence.
    func cases(_ language: OperatorLanguage) -> HTML {
        fragment {
            for change in changes {
                h(
                    "testcase",
                    .init("classname", "replybot.diff.proof"),
                    .init("name", change.proved.line[language])
                ) {
                    if isFailing(change) { h("failure", .init("message", change.phrase[language])) }
                }
            }
            h("testcase", .init("classname", "replybot.diff.proof"), .init("name", result.closing()[language]))
        }
    }

    /// The proof alone as a comment on a merge request, without a line feed at the end.
    package func markdown(_ language: OperatorLanguage) -> String {
        let head = ["### \(Markdown.escaped(old.name)) → \(Markdown.escaped(new.name))", ""]
        let gates = verdicts.map { $0.markdown(language) } + (verdicts.isEmpty ? [] : [""])
        return (head + markdownLines(language) + gates + ["`\(machineLine)`"]).joined(separator: "\n")
    }

    /// The section of a comment, with an empty line at the end.
    func markdownLines(_ language: OperatorLanguage) -> [String] {
        var lines = ["#### \(Self.title[language])", ""]
        let shown = changes.prefix(Self.shownKinds)
        if !shown.isEmpty {
            let titles = [
                LocalizedText("变化", "change"), LocalizedText("旧回复 → 新回复", "old answer → new answer"),
                LocalizedText("最短的消息", "shortest message"),
            ]
            lines += ["| \(titles.map { $0[language] }.joined(separator: " | ")) |", "|---|---|---|"]
            for change in shown {
                let pair = "\(change.proved.old.phrase[language]) → \(change.proved.new.phrase[language])"
                let cells = [
                    change.phrase[language], Markdown.escaped(pair), Markdown.escaped(change.example[language]),
                ]
                lines.append("| \(cells.joined(separator: " | ")) |")
            }
            lines.append("")
            let rest = changes.count - shown.count
            if rest > 0 { lines += [more(rest)[language], ""] }
        }
        for setting in settings { lines.append("- \(Markdown.escaped(setting[language]))") }
        if !settings.isEmpty { lines.append("") }
        return lines + [Markdown.escaped(result.closing()[language]), ""]
    }
}

extension ProofReport.Change {
    /// The message with the state and the moment that it needs; a dash where none was found.
    var example: LocalizedText {
        guard let witness = proved.witness else { return LocalizedText(verbatim: "–") }
        return LocalizedText(
            witness.sample.chinese + witness.note.chinese,
            witness.sample.english + witness.note.english
        )
    }
}

extension GateVerdict {
    /// The gate for a terminal.
    func line(_ language: OperatorLanguage) -> String {
        let outcome = isPassed ? LocalizedText("通过", "passed") : LocalizedText("未通过", "FAILED")
        return "\(outcome[language])  \(name)  \(detail[language])"
    }

    /// The gate as an item of a list.
    func markdown(_ language: OperatorLanguage) -> String {
        "- \(isPassed ? "✅" : "❌") \(Markdown.escaped(name)): \(detail[language])"
    }

    /// The gate as a test case; `summary` explains a failure.
    func testCase(saying summary: LocalizedText, _ language: OperatorLanguage) -> HTML {
        h("testcase", .init("classname", "replybot.diff"), .init("name", name)) {
            if !isPassed { h("failure", .init("message", detail[language])) { summary[language] } }
        }
    }
}
