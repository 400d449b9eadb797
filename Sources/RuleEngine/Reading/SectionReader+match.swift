extension SectionReader {
    /// Reads `match`: a list of clauses, one clause, a list of plain words, or one word.
    func match(_ node: DocumentNode) -> MatchReading {
        if node.mapping != nil { return clauses([node]) }
        if node.scalar != nil { return MatchReading(clauses: [words(node)]) }
        guard let items = node.sequence else {
            if let scalar = node.scalar, let list = ListLookAlike.diagnostic(for: scalar) {
                diagnostics.report(list)
                return MatchReading(isComplete: false)
            }
            fields.wrongShape(
                node,
                FieldReader.name("match"),
                Phrase("列表或一个子句", "a list or one clause"),
                help: Phrase(
                    "写成 match: [词, 词] 或 match: {exact: [词]}",
                    "Write match: [word, word] or match: {exact: [word]}"
                )
            )
            return MatchReading(isComplete: false)
        }
        guard let first = items.first else {
            _ = fields.items(node, "match")
            return MatchReading(isComplete: false)
        }
        let splits = items.filter { item in item.mapping?.contains { Self.isClauseKey($0.key.text) } == false }
            .compactMap(SplitText.diagnostic)
        guard splits.isEmpty else {
            for split in splits { diagnostics.report(split) }
            return MatchReading(isComplete: false)
        }
        let isWords = first.scalar != nil
        if let odd = items.first(where: { ($0.scalar != nil) != isWords }) {
            reportMixture(odd)
            return MatchReading(isComplete: false)
        }
        return isWords ? MatchReading(clauses: [words(node)]) : clauses(items)
    }

    private func reportMixture(_ node: DocumentNode) {
        diagnostics.error(
            "RB013",
            at: node.location,
            length: node.length,
            Phrase("“match” 里不能混用词和子句", "“match” cannot mix words and clauses"),
            help: Phrase("把词放进一个子句:- any: [词, 词]", "Put the words into a clause: - any: [word, word]")
        )
    }

    private func clauses(_ nodes: [DocumentNode]) -> MatchReading {
        var reading = MatchReading()
        for (index, node) in nodes.enumerated() {
            if let clause = clause(node, number: index + 1) {
                reading.clauses.append(clause)
            } else {
                reading.isComplete = false
            }
        }
        return reading
    }

    /// The clause that a list of plain words, or one word, stands for.
    private func words(_ node: DocumentNode) -> MatchClause {
        MatchClause(
            number: 1,
            exact: [],
            prefix: [],
            suffix: [],
            any: keywords(node, "match"),
            all: [],
            none: [],
            patterns: [],
            location: node.location
        )
    }
}
