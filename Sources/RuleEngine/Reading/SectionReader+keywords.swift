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
            let use = SetReference.name(in: scalar.text).map { SetUse(name: $0, location: scalar.location) }
            return words.map { $0.keyword(isExact: Self.wholeTexts.contains(field), use: use) }
        }
    }

    /// Fields whose words are compared with the whole message.
    private static let wholeTexts: Set = ["exact", "resume_words"]

    private func expand(_ scalar: DocumentScalar) -> [FoldedWord] {
        guard let name = SetReference.name(in: scalar.text) else {
            return FoldedWord(scalar, fields: fields).map { [$0] } ?? []
        }
        usage.sets.insert(name)
        if let words = vocabulary.sets[name] { return words }
        if vocabulary.isComplete { fields.unknownSet(name, at: scalar, known: Array(vocabulary.setNames)) }
        return []
    }
}
