/// Warns of keywords that their own clause's `none` rules out (RB205).
enum CancelledKeywordLint {
    /// RB205 for every keyword that contains a word of `none`.
    static func findings(on rule: Rule) -> [Diagnostic] {
        rule.clauses.filter { !$0.none.isEmpty }.flatMap(findings)
    }

    private static func findings(in clause: MatchClause) -> [Diagnostic] {
        var table = WordTable()
        var written: [Int: Keyword] = [:]
        for word in clause.none {
            guard let number = table.add(word.folded), written[number] == nil else { continue }
            written[number] = word
        }
        return clause.positiveKeys.flatMap { key in
            clause.words(key)
                .compactMap { keyword in
                    let veto = table.occurrences(in: keyword.folded).lazy.compactMap { written[$0.word] }.first
                    return veto.map { diagnostic(keyword, key, $0) }
                }
        }
    }

    private static func diagnostic(_ keyword: Keyword, _ key: MatchClause.WordKey, _ veto: Keyword) -> Diagnostic {
        let (text, word) = (LintWord.shown(keyword.text), LintWord.shown(veto.text))
        let (chinese, english) =
            key == .all ? ("这一条永远不会命中", "so the clause never matches") : ("这个词永远不会命中", "so the word never matches")
        return Diagnostic(
            "RB205",
            .warning,
            at: keyword.location,
            length: keyword.text.unicodeScalars.count,
            LocalizedText(
                "“\(text)” 含有 none 里的 “\(word)”,\(chinese)",
                "“\(text)” contains “\(word)”, listed under `none`, \(english)"
            ),
            help: LocalizedText(
                "从 none 里去掉 “\(word)”,或把 “\(text)” 放到没有它的一条里",
                "Take “\(word)” out of `none`, or put “\(text)” into a clause without it"
            ),
            related: [.init(location: veto.location, note: LocalizedText("none 里的词", "The word under `none`"))]
        )
    }
}
