extension PatternParser {
    /// The repeat that follows an item which began at `start`, if one does.
    mutating func repetition(
        after start: Int
    ) throws(PatternError) -> (repeat: PatternRepeat, operatorSource: Range<Int>)? {
        let operatorStart = position
        guard var count = try repeatOperator() else { return nil }
        if take("+") { throw PatternError(.possessiveRepeat, at: operatorStart..<position) }
        count.isLazy = take("?")
        count.source = start..<position
        let operatorSource = operatorStart..<position
        if try repeatOperator() != nil { throw PatternError(.repeatedRepeat, at: operatorSource.upperBound..<position) }
        return (count, operatorSource)
    }

    /// Refuses a repeat where an item should begin; its first character has been read.
    mutating func refuseRepeat(from start: Int) throws(PatternError) {
        let end = position
        position = start
        if try repeatOperator() != nil { throw PatternError(.nothingToRepeat, at: start..<position) }
        position = end
    }

    private mutating func repeatOperator() throws(PatternError) -> PatternRepeat? {
        if take("*") { return PatternRepeat(minimum: 0, maximum: nil) }
        if take("+") { return PatternRepeat(minimum: 1, maximum: nil) }
        if take("?") { return PatternRepeat(minimum: 0, maximum: 1) }
        return try bounds()
    }

    /// `{m}`, `{m,}`, `{,n}`, `{,}` or `{m,n}`; anything else after a brace is a literal, as in Python.
    private mutating func bounds() throws(PatternError) -> PatternRepeat? {
        let start = position
        guard take("{"), peek() != "}" else {
            position = start
            return nil
        }
        let minimum = number()
        let hasComma = take(",")
        let maximum = hasComma ? number() : minimum
        guard take("}"), hasComma || minimum != nil else {
            position = start
            return nil
        }
        if max(minimum ?? 0, maximum ?? 0) > PatternRepeat.limit {
            throw PatternError(.boundTooLarge, at: start..<position)
        }
        if let minimum, let maximum, minimum > maximum { throw PatternError(.reversedBounds, at: start..<position) }
        return PatternRepeat(minimum: minimum ?? 0, maximum: maximum)
    }

    /// A decimal number, as far as it matters: more than the limit is more than the limit.
    private mutating func number() -> Int? {
        var value: Int?
        while let digit = peek(), "0"..."9" ~= digit {
            value = min((value ?? 0) * 10 + Int(digit.value - 0x30), PatternRepeat.limit + 1)
            position += 1
        }
        return value
    }
}
