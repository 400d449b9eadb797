package import OperatorText
internal import RuleEngine
internal import TypedHTML

extension DiffReport {
    /// The report as a test result of continuous integration: a test case for each gate, and those of the proof.
    ///
    /// Without gates there is one case for the events, which is passed.
    package func junit(_ language: OperatorLanguage) -> String {
        let gates =
            verdicts.isEmpty
            ? [GateVerdict(name: "diff", isPassed: true, detail: headline)] : verdicts
        let kinds = proof?.changes ?? []
        return Self.junit(
            name: "replybot diff",
            tests: gates.count + (proof == nil ? 0 : kinds.count + 1),
            failures: gates.count { !$0.isPassed } + kinds.count { proof?.isFailing($0) ?? false },
            output: text(language)
        ) {
            for verdict in gates { verdict.testCase(saying: headline, language) }
            if let proof { proof.cases(language) }
        }
    }

    /// A suite of test cases.
    static func junit(
        name: String,
        tests: Int,
        failures: Int,
        output: String,
        @HTMLBuilder cases: () -> HTML
    ) -> String {
        // XML and HTML share the escaping of texts and attributes; none of these elements is void in HTML.
        let suite = h(
            "testsuite",
            .init("name", name),
            .init("tests", "\(tests)"),
            .init("failures", "\(failures)")
        ) {
            cases()
            h("system-out") { output }
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + suite.source
    }

    /// The report as a comment on a merge request, without a line feed at the end.
    package func markdown(_ language: OperatorLanguage) -> String {
        let say: (String, String) -> String = { LocalizedText($0, $1)[language] }
        var lines = ["### \(Markdown.escaped(old.name)) → \(Markdown.escaped(new.name))", "", headline[language], ""]
        if !pairs.isEmpty {
            let titles = [
                say("变化", "change"), say("旧回复 → 新回复", "old answer → new answer"), say("事件", "events"),
                say("用户", "followers"),
                say("占比", "share"), say("例子", "samples"), say("用户接着", "what they did next"),
            ]
            lines += ["| \(titles.joined(separator: " | ")) |", "|---|---|--:|--:|--:|---|---|"]
            for pair in pairs {
                let samples = samples(pair).map { "\(Markdown.escaped($0.text)) ×\($0.events)" }
                let followUps = pair.followUps.parts.filter { $0.count > 0 }
                    .map { "\($0.phrase[language]) \($0.count)" }
                let cells = [
                    pair.pair.kind.phrase[language],
                    Markdown.escaped("\(pair.pair.old.phrase[language]) → \(pair.pair.new.phrase[language])"),
                    "\(pair.events)", "\(pair.followers)", share(pair.events), samples.joined(separator: "<br>"),
                    followUps.joined(separator: "<br>"),
                ]
                lines.append("| \(cells.joined(separator: " | ")) |")
            }
            lines.append("")
        }
        if let doubts { lines += [doubts[language], ""] }
        lines += [messages[language], ""]
        if let proof { lines += proof.markdownLines(language) }
        lines += verdicts.map { $0.markdown(language) }
        if !verdicts.isEmpty { lines.append("") }
        return (lines + ["`\(machineLine)`"]).joined(separator: "\n")
    }
}

/// Text of others inside Markdown.
enum Markdown {
    /// The text on one line, without a meaning for Markdown; no name in it is notified.
    static func escaped(_ text: String) -> String {
        ForeignText.oneLine(text).unicodeScalars
            .reduce(into: "") { result, scalar in
                switch scalar {
                case "&": result += "&amp;"
                case "<": result += "&lt;"
                case ">": result += "&gt;"
                case "@": result += "&#64;"
                case ":": result += "&#58;"
                case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "!", "|", "~", "$":
                    result += "\\\(scalar)"
                default: result.unicodeScalars.append(scalar)
                }
            }
    }
}
