package import OperatorText
internal import RuleEngine

extension DiffReport {
    /// The report for a terminal, in the manner of `git diff --stat`; without a line feed at the end.
    package func text(_ language: OperatorLanguage) -> String {
        var lines = [
            "\(ForeignText.oneLine(old.name)) → \(ForeignText.oneLine(new.name))  \(ForeignText.oneLine(events))"
        ]
        if let span = result.span { lines[0] += "  \(time(span.lowerBound)) – \(time(span.upperBound))" }
        lines.append(headline[language])
        if let doubts {
            lines += TextTable.wrapped(doubts[language], indent: 2).split(separator: "\n").map(String.init)
        }
        if !pairs.isEmpty { lines += [""] + table(language) }
        if let groups { lines += [""] + table(of: groups, language) }
        lines += ["", messages[language]]
        for verdict in verdicts {
            let outcome = verdict.isPassed ? LocalizedText("通过", "passed") : LocalizedText("未通过", "FAILED")
            lines.append("\(outcome[language])  \(verdict.name)  \(verdict.detail[language])")
        }
        return (lines + [machineLine]).joined(separator: "\n")
    }

    private func table(_ language: OperatorLanguage) -> [String] {
        let pairs = self.pairs
        let most = pairs.map(\.events).max() ?? 1
        let kinds = pairs.map { $0.pair.kind.phrase[language] }
        let names = pairs.map { "\($0.pair.old.phrase[language]) → \($0.pair.new.phrase[language])" }
        let kindWidth = kinds.map(DisplayWidth.cells).max() ?? 0
        let nameWidth = min(44, names.map(DisplayWidth.cells).max() ?? 0)
        let numberWidth = "\(most)".count
        var lines: [String] = []
        for (index, pair) in pairs.enumerated() {
            let name = TextTable.padded(TextTable.cut(names[index], to: nameWidth), to: nameWidth)
            let number = String(repeating: " ", count: numberWidth - "\(pair.events)".count) + "\(pair.events)"
            let bar = String(repeating: "█", count: max(1, pair.events * 16 / most))
            let kind = index > 0 && kinds[index - 1] == kinds[index] ? "" : kinds[index]
            lines.append(
                "\(TextTable.padded(kind, to: kindWidth))  \(name) | \(number) \(TextTable.padded(bar, to: 16))"
                    + "  \(followers(pair.followers)[language])  \(share(pair.events))"
            )
            let margin = String(repeating: " ", count: kindWidth + 2)
            let samples = samples(pair).map { "\(quoted($0.text, language))×\($0.events)" }
            if !samples.isEmpty { lines.append(margin + samples.joined(separator: " ")) }
            if let followUps = followUps(pair) { lines.append(margin + followUps[language]) }
        }
        return lines
    }

    private func table(of groups: [Group], _ language: OperatorLanguage) -> [String] {
        let title = view.grouping == .user ? LocalizedText("用户", "follower") : LocalizedText("日期", "day")
        let kinds = ChangeKind.allCases.sorted().filter { kind in groups.contains { $0.counts[kind] > 0 } }
        var table = TextTable(
            [title[language]] + kinds.map { $0.phrase[language] }
                + [LocalizedText("无法判定", "unknown")[language], LocalizedText("事件", "events")[language]]
        )
        let shown = view.grouping == .user ? groups.prefix(Self.userLimit) : groups[...]
        for group in shown {
            table.add(
                [group.name] + kinds.map { "\(group.counts[$0])" } + [
                    "\(group.counts.unknown)", "\(group.counts.total)",
                ]
            )
        }
        let rest = groups.count - shown.count
        let more = LocalizedText("另有 \(rest) 位用户", "\(rest) more followers")[language]
        return table.lines + (rest > 0 ? [more] : [])
    }

    private func quoted(_ text: String, _ language: OperatorLanguage) -> String {
        language == .chinese ? "“\(text)”" : "\"\(text)\""
    }
}
