extension PatternParser {
    /// One member of a class, or one end of a range.
    private struct Member {
        let meaning: Escape
        let source: Range<Int>
    }

    /// A character class; its bracket has been read.
    mutating func characterClass(from start: Int) throws(PatternError) -> ScalarSet {
        let mark = literals.count
        let isNegated = take("^")
        var ranges = try member(ofClassFrom: start)
        while !take("]") { ranges += try member(ofClassFrom: start) }
        // Only now is it known where the class ends.
        for index in mark..<literals.count {
            literals[index] = member(literals[index], ofClass: start..<position, isNegated: isNegated)
        }
        return isNegated ? ScalarSet(ranges).inverted : ScalarSet(ranges)
    }

    private func member(_ literal: Pattern.Literal, ofClass source: Range<Int>, isNegated: Bool) -> Pattern.Literal {
        Pattern.Literal(
            scalars: literal.scalars,
            source: literal.source,
            role: .member(ofClass: source, isRange: literal.scalars.count == 2, isNegated: isNegated)
        )
    }

    /// A character, a set or a range; a bracket that closes nothing yet is a character.
    private mutating func member(ofClassFrom start: Int) throws(PatternError) -> [ClosedRange<UInt32>] {
        let first = try end(ofClassFrom: start)
        guard peek() == "-", peek(1) != "]" else { return single(first) }
        position += 1
        let last = try end(ofClassFrom: start)
        let source = first.source.lowerBound..<last.source.upperBound
        guard case .scalar(let low) = first.meaning, case .scalar(let high) = last.meaning else {
            throw PatternError(.setAsRangeEnd, at: source)
        }
        if low > high { throw PatternError(.reversedRange, at: source) }
        literals.append(Pattern.Literal(scalars: [low, high], source: source, role: .run))
        return [low.value...high.value]
    }

    private mutating func single(_ member: Member) -> [ClosedRange<UInt32>] {
        switch member.meaning {
        case .set(let set): return set.ranges
        case .scalar(let scalar):
            literals.append(Pattern.Literal(scalars: [scalar], source: member.source, role: .run))
            return [scalar.value...scalar.value]
        }
    }

    private mutating func end(ofClassFrom start: Int) throws(PatternError) -> Member {
        guard let scalar = peek() else { throw PatternError(.unclosedClass, at: start..<start + 1) }
        let begin = position
        position += 1
        if scalar == "[", peek() == ":", isNamedClass() { throw PatternError(.namedClass, at: begin..<position + 1) }
        let meaning = scalar == "\\" ? try escapeMeaning(from: begin) : .scalar(scalar)
        return Member(meaning: meaning, source: begin..<position)
    }

    /// Whether `name:]` follows the colon of `[:`.
    private func isNamedClass() -> Bool {
        let rest = source[(position + 1)...].drop { "a"..."z" ~= $0 || $0 == "^" }
        return rest.starts(with: ":]".unicodeScalars)
    }
}
