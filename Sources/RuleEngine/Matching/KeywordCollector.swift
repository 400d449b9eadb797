/// Collects literals and lays them out as a ``KeywordAutomaton``.
///
/// Equal literals of one kind share one number; numbers count up in the order of first appearance.
struct KeywordAutomatonBuilder {
    /// What a literal is looked for as.
    enum Kind {
        /// Anywhere, at a Latin boundary.
        case keyword
        /// Anywhere, for regular expressions.
        case fragment
        /// As the whole message without its ornaments.
        case whole
    }

    private var keywords: [Literal: Int32] = [:]
    private var fragments: [Literal: Int32] = [:]
    private var wholes: [Literal: Int32] = [:]
    private(set) var literalCount: Int32 = 0

    /// The number of a folded literal, which is not empty.
    mutating func number(of folded: [Unicode.Scalar], as kind: Kind) -> Int32 {
        switch kind {
        case .whole:
            return wholes.number(of: folded, next: Int32(wholes.count))
        case .keyword
        where folded.first.map(LatinBoundary.isWord) ?? false || folded.last.map(LatinBoundary.isWord) ?? false:
            let number = keywords.number(of: folded, next: literalCount)
            literalCount = max(literalCount, number + 1)
            return number
        case .keyword, .fragment:
            // Without a Latin letter at its ends a keyword needs no boundary, and is the same as a fragment.
            let number = fragments.number(of: folded, next: literalCount)
            literalCount = max(literalCount, number + 1)
            return number
        }
    }

    /// The automaton of everything collected so far, with where each literal's uses begin, if there are any.
    func build(firstUses: [Int32] = []) -> KeywordAutomaton {
        var entries: [DoubleArrayBuilder.Entry] = []
        entries.reserveCapacity(keywords.count + fragments.count + wholes.count)
        for (text, number) in keywords { entries.append(.init(text: text.scalars, number: number, kind: .keyword)) }
        for (text, number) in fragments { entries.append(.init(text: text.scalars, number: number, kind: .fragment)) }
        for (text, number) in wholes { entries.append(.init(text: text.scalars, number: number, kind: .whole)) }
        return DoubleArrayBuilder(entries, literalCount: Int(literalCount), firstUses: firstUses).automaton
    }
}

/// A literal as a key: hashed as one stretch of memory, which takes half the time.
private struct Literal: Hashable {
    let scalars: [Unicode.Scalar]

    func hash(into hasher: inout Hasher) {
        // The bytes of scalars are their values, without gaps.
        unsafe scalars.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

extension [Literal: Int32] {
    fileprivate mutating func number(of text: [Unicode.Scalar], next: Int32) -> Int32 {
        let literal = Literal(scalars: text)
        if let number = self[literal] { return number }
        self[literal] = next
        return next
    }
}
