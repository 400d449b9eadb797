/// Why a pattern is refused, and where.
struct PatternError: Error, Sendable {
    /// What is wrong.
    let reason: Reason
    /// Where it begins, in code points of the pattern.
    let offset: Int
    /// How many code points it spans.
    let length: Int

    init(_ reason: Reason, at source: Range<Int>) {
        self.reason = reason
        offset = source.lowerBound
        length = source.count
    }

    /// `RB022` for syntax, `RB023` for size, `RB024` for what this engine does not do.
    var code: String { reason.kind.rawValue }

    /// What is wrong, for an operator.
    var message: LocalizedText { reason.message }

    /// What to do about it.
    var help: LocalizedText? { reason.help }
}
