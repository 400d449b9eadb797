extension SectionReader {
    private static let clauseKeys = ["exact", "prefix", "suffix", "any", "all", "none", "regex", "raw_regex"]

    static func isClauseKey(_ name: String) -> Bool { clauseKeys.contains(name) }

    /// Reads one clause; nil, and reported, when something in it keeps it from being used.
    func clause(_ node: DocumentNode, number: Int) -> MatchClause? {
        let name = Phrase("“match” 第 \(number) 条", "Clause \(number) of “match”")
        guard let reader = mapping(node, name, keys: Self.clauseKeys) else { return nil }
        guard Self.clauseKeys.contains(where: { $0 != "none" && reader.has($0) }) else {
            reportNothingPositive(node, name)
            return nil
        }
        func words(_ key: String) -> [Keyword] { reader[key].map { keywords($0, key) } ?? [] }
        let regex = reader["regex"].map { pattern($0, "regex", isRaw: false) }
        let rawRegex = reader["raw_regex"].map { pattern($0, "raw_regex", isRaw: true) }
        let patterns = [regex, rawRegex].compactMap(\.self)
        let compiled = patterns.compactMap(\.self)
        guard compiled.count == patterns.count else { return readWordsOnly(words) }
        return MatchClause(
            number: number,
            exact: words("exact"),
            prefix: words("prefix"),
            suffix: words("suffix"),
            any: words("any"),
            all: words("all"),
            none: words("none"),
            patterns: compiled,
            location: node.location
        )
    }

    /// Reads the words of a clause that cannot be used, for what is wrong with them.
    private func readWordsOnly(_ words: (String) -> [Keyword]) -> MatchClause? {
        for key in Self.clauseKeys where !key.hasSuffix("regex") { _ = words(key) }
        return nil
    }

    private func reportNothingPositive(_ node: DocumentNode, _ name: Phrase) {
        diagnostics.error(
            "RB010",
            at: node.location,
            length: node.length,
            Phrase("\(name.chinese)没有说要找什么", "\(name.english) does not say what to look for"),
            help: Phrase(
                "除 none 外至少写一个:exact prefix suffix any all regex raw_regex",
                "Besides none it needs one of: exact prefix suffix any all regex raw_regex"
            )
        )
    }
}
