/// A word of a set or of a clause, folded once for all places that use it.
struct FoldedWord {
    /// Where and how it is written.
    let scalar: DocumentScalar
    private let text: String
    let folded: [Unicode.Scalar]
    private let trimmed: Range<Int>

    /// Folds a word; nil, and reported, when nothing is left of it or when it is too long.
    init?(_ scalar: DocumentScalar, fields: FieldReader) {
        let normalized = TextNormalizer.normalize(SetReference.word(scalar.text))
        guard !normalized.isTruncated else {
            fields.refuseKeywordLength(scalar)
            return nil
        }
        guard !normalized.folded.isEmpty else {
            fields.refuseEmptyKeyword(scalar)
            return nil
        }
        self.scalar = scalar
        text = SetReference.word(scalar.text)
        folded = normalized.folded
        trimmed = normalized.trimmed
    }

    /// The keyword that a clause looks for; `exact` compares without the ornaments at the ends.
    func keyword(isExact: Bool, use: SetUse? = nil) -> Keyword {
        let isWhole = !isExact || trimmed.count == folded.count
        return Keyword(
            text: text,
            folded: isWhole ? folded : Array(folded[trimmed]),
            location: scalar.location,
            use: use
        )
    }
}
