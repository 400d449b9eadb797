extension PatternParser {
    /// What an escape means.
    enum Escape {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
    }

    /// An escape outside of classes; its backslash has been read.
    mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
        if let reason = peek().flatMap(Self.unsupported) { throw PatternError(reason, at: start..<start + 2) }
        switch try escapeMeaning(from: start) {
        case .scalar(let scalar): return literal(scalar, from: start)
        case .set(let set): return .set(set)
        }
    }

    /// What is known of an escape outside of classes but not done here.
    private static func unsupported(_ scalar: Unicode.Scalar) -> PatternError.Reason? {
        switch scalar {
        case "b", "B": .wordBoundary
        case "A", "Z", "z", "G": .textAnchor
        case "1"..."9", "k", "g": .backReference
        default: nil
        }
    }

    /// An escape that may stand in a class too; its backslash has been read.
    mutating func escapeMeaning(from start: Int) throws(PatternError) -> Escape {
        guard let scalar = peek() else { throw PatternError(.trailingBackslash, at: start..<start + 1) }
        position += 1
        switch scalar {
        case "d": return .set(.digits)
        case "D": return .set(.digits.inverted)
        case "s": return .set(.whiteSpace)
        case "S": return .set(.whiteSpace.inverted)
        case "w": return .set(.wordCharacters)
        case "W": return .set(.wordCharacters.inverted)
        case "p": return .set(try property(from: start))
        case "P": return .set(try property(from: start).inverted)
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "x": return .scalar(try codePoint(digits: 2, from: start))
        case "u": return .scalar(try codePoint(from: start))
        case "0"..."9", "a"..."z", "A"..."Z":
            throw PatternError(.unknownEscape("\\\(scalar)"), at: start..<position)
        default: return .scalar(scalar)
        }
    }

    /// `{name}`.
    private mutating func property(from start: Int) throws(PatternError) -> ScalarSet {
        guard take("{"), let end = source[position...].firstIndex(of: "}") else {
            throw PatternError(.incompleteEscape, at: start..<position)
        }
        let name = String(source[position..<end])
        position = end + 1
        guard let set = ScalarSet.property(name) else {
            throw PatternError(.unknownProperty(name), at: start..<position)
        }
        return set
    }

    /// `XXXX`, or `{X…}` with up to six digits.
    private mutating func codePoint(from start: Int) throws(PatternError) -> Unicode.Scalar {
        guard take("{") else { return try codePoint(digits: 4, from: start) }
        let count = source[position...].prefix { $0 != "}" }.count
        guard 1...6 ~= count else { throw PatternError(.incompleteEscape, at: start..<position) }
        let scalar = try codePoint(digits: count, from: start)
        guard take("}") else { throw PatternError(.incompleteEscape, at: start..<position) }
        return scalar
    }

    private mutating func codePoint(digits: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = peek().flatMap({ Character($0).hexDigitValue }), peek()?.isASCII == true else {
                throw PatternError(.incompleteEscape, at: start..<position)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw PatternError(.invalidCodePoint, at: start..<position) }
        return scalar
    }
}
