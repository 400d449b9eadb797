extension SectionReader {
    /// Reads a list of words, sets among them replaced by their words.
    func keywords(_ node: DocumentNode, _ field: String) -> [Keyword] {
        let written = fields.words(node, field)
        return written.flatMap { scalar -> [Keyword] in
            let words = expand(scalar)
            guard budget.take(words.count) else {
                fields.tooManyKeywords(at: scalar)
                return []
            }
            return words.compactMap { keyword($0, isExact: field == "exact") }
        }
    }

    private func expand(_ scalar: DocumentScalar) -> [DocumentScalar] {
        guard let name = SetReference.name(in: scalar.text) else { return [scalar] }
        if let words = vocabulary.sets[name] { return words }
        if vocabulary.isComplete { fields.unknownSet(name, at: scalar, known: Array(vocabulary.setNames)) }
        return []
    }

    private func keyword(_ scalar: DocumentScalar, isExact: Bool) -> Keyword? {
        let text = SetReference.word(scalar.text)
        let normalized = TextNormalizer.normalize(text)
        guard !normalized.isTruncated else { return refuseLength(scalar) }
        let folded = isExact ? Array(normalized.folded[normalized.trimmed]) : normalized.folded
        guard !folded.isEmpty else { return refuseEmpty(scalar) }
        return Keyword(text: text, folded: folded, location: scalar.location)
    }

    private func refuseEmpty(_ scalar: DocumentScalar) -> Keyword? {
        let codes = scalar.text.unicodeScalars.prefix(5).map { "U+\(String($0.value, radix: 16, uppercase: true))" }
            .joined(separator: " ")
        fields.refuse(
            "RB020",
            scalar,
            Phrase("关键词归一化后什么都不剩(\(codes))", "Nothing is left of the keyword once it is folded (\(codes))"),
            help: Phrase(
                "它只由空白或看不见的字符组成,删掉它或换一个词",
                "It holds white space or invisible characters only; delete it or use another word"
            )
        )
        return nil
    }

    private func refuseLength(_ scalar: DocumentScalar) -> Keyword? {
        diagnostics.error(
            "RB013",
            at: scalar.location,
            Phrase("关键词超过 \(TextNormalizer.lengthLimit) 字", "The keyword is longer than \(TextNormalizer.lengthLimit)"),
            help: Phrase("消息只有前 2000 字参与匹配;用短一些的词", "Only so much of a message is looked at; use a shorter word")
        )
        return nil
    }
}
