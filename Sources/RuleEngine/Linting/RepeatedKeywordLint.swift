/// Warns of keywords that are the same after folding (RB202).
enum RepeatedKeywordLint {
    /// RB202 for every keyword that a list, or a clause of the same kind, has already.
    static func findings(on rule: Rule) -> [Diagnostic] {
        var plain: [MatchClause.WordKey: [[Unicode.Scalar]: Keyword]] = [:]
        return rule.clauses.flatMap { clause in
            MatchClause.WordKey.allCases.flatMap { key -> [Diagnostic] in
                // The same word in two clauses says something where one of them asks for more.
                var seen = clause.isOnly(key) ? plain[key, default: [:]] : [:]
                let findings = clause.words(key).compactMap { repeated($0, &seen) }
                if clause.isOnly(key) { plain[key] = seen }
                return findings
            }
        }
    }

    private static func repeated(_ keyword: Keyword, _ seen: inout [[Unicode.Scalar]: Keyword]) -> Diagnostic? {
        guard let first = seen[keyword.folded] else {
            seen[keyword.folded] = keyword
            return nil
        }
        let (text, other) = (LintWord.shown(keyword.text), LintWord.shown(first.text))
        let message =
            keyword.text == first.text
            ? Phrase("关键词 “\(text)” 写了两次", "The keyword “\(text)” is written twice")
            : Phrase(
                "关键词 “\(text)” 和 “\(other)” 归一化后相同",
                "The keywords “\(text)” and “\(other)” are the same once folded"
            )
        return Diagnostic(
            "RB202",
            .warning,
            at: keyword.location,
            length: keyword.text.unicodeScalars.count,
            message,
            help: Phrase(
                "留一个就够:全角半角、大小写、繁简、空格的差别由机器人处理",
                "One is enough: width, case, script and spaces are taken care of"
            ),
            related: [.init(location: first.location, note: Phrase("第一次写在这里", "It is first written here"))]
        )
    }
}
