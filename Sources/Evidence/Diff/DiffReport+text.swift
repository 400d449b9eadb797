package import OperatorText
internal import RuleEngine

extension DiffReport {
    /// Terminals that are narrower get the table in lines below each other.
    static let tableWidth = 72

    /// The report for a terminal, in the manner of `git diff --stat`; without a line feed at the end.
    ///
    /// Lines have at most `columns`, where that is not nil; the last line, which is for programs, is never broken.
    package func text(_ language: OperatorLanguage, columns: Int? = nil) -> String {
        var lines = [
            "\(ForeignText.oneLine(old.name)) → \(ForeignText.oneLine(new.name))  \(ForeignText.oneLine(events))"
        ]
        if let span = result.span { lines[0] += "  \(time(span.lowerBound)) – \(time(span.upperBound))" }
        lines.append(headline[language])
        if let doubts {
            let width = min(columns ?? TextTable.width, TextTable.width)
            lines += TextTable.wrapped(doubts[language], indent: 2, width: width).split(separator: "\n")
                .map(String.init)
        }
        if !pairs.isEmpty {
            let isNarrow = columns.map { $0 < Self.tableWidth } ?? false
            lines += [""] + (isNarrow ? narrowTable(language) : table(language, columns: columns))
        }
        if let groups { lines += [""] + table(of: groups, language) }
        if let proof {
            lines += ["", ProofReport.title[language]] + proof.lines(language, columns: columns).map { "  " + $0 }
        }
        lines += ["", messages[language]] + verdicts.map { $0.line(language) }
        return (lines.map { TextTable.folded($0, to: columns, hanging: Self.margin(of: $0) + 2) } + [machineLine])
            .joined(separator: "\n")
    }

    private static func margin(of line: String) -> Int { line.prefix { $0 == " " }.count }

    private func table(_ language: OperatorLanguage, columns: Int?) -> [String] {
        let pairs = self.pairs
        let most = pairs.map(\.events).max() ?? 1
        let kinds = pairs.map { $0.pair.kind.phrase[language] }
        let names = pairs.map { "\($0.pair.old.phrase[language]) → \($0.pair.new.phrase[language])" }
        let kindWidth = kinds.map(DisplayWidth.cells).max() ?? 0
        let numberWidth = "\(most)".count
        let ends = pairs.map { "  \(followers($0.followers)[language])  \(share($0.events))" }
        // What stands in a line beside the names.
        let rest = kindWidth + 2 + 3 + numberWidth + 1 + Self.barWidth + (ends.map(DisplayWidth.cells).max() ?? 0)
        let nameWidth = min(44, names.map(DisplayWidth.cells).max() ?? 0, max(16, (columns ?? .max) - rest))
        var lines: [String] = []
        for (index, pair) in pairs.enumerated() {
            let name = TextTable.padded(TextTable.cut(names[index], to: nameWidth), to: nameWidth)
            let number = String(repeating: " ", count: numberWidth - "\(pair.events)".count) + "\(pair.events)"
            let kind = index > 0 && kinds[index - 1] == kinds[index] ? "" : kinds[index]
            lines.append(
                "\(TextTable.padded(kind, to: kindWidth))  \(name) | \(number)"
                    + " \(TextTable.padded(bar(pair, most: most), to: Self.barWidth))\(ends[index])"
            )
            lines += details(pair, language).map { String(repeating: " ", count: kindWidth + 2) + $0 }
        }
        return lines
    }

    /// The widest bar.
    private static let barWidth = 16

    private func bar(_ pair: PairResult, most: Int) -> String {
        String(repeating: "█", count: max(1, pair.events * Self.barWidth / most))
    }

    /// The samples, and what the followers did next.
    private func details(_ pair: PairResult, _ language: OperatorLanguage) -> [String] {
        let samples = samples(pair).map { "\(quoted($0.text, language))×\($0.events)" }
        return (samples.isEmpty ? [] : [samples.joined(separator: " ")])
            + (followUps(pair).map { [$0[language]] } ?? [])
    }

    /// The same with one thing a line.
    private func narrowTable(_ language: OperatorLanguage) -> [String] {
        let most = pairs.map(\.events).max() ?? 1
        var lines: [String] = []
        for (index, pair) in pairs.enumerated() {
            if index == 0 || pairs[index - 1].pair.kind != pair.pair.kind {
                lines.append(pair.pair.kind.phrase[language])
            }
            lines.append("  \(pair.pair.old.phrase[language]) → \(pair.pair.new.phrase[language])")
            lines.append(
                "    \(pair.events) \(bar(pair, most: most))  \(followers(pair.followers)[language])  \(share(pair.events))"
            )
            lines += details(pair, language).map { "    " + $0 }
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
        let more = LocalizedText("另有 \(rest) 位用户", English.count(rest, of: "more follower"))[language]
        return table.lines + (rest > 0 ? [more] : [])
    }

    private func quoted(_ text: String, _ language: OperatorLanguage) -> String {
        language == .chinese ? "“\(text)”" : "\"\(text)\""
    }
}
