extension Pattern {
    /// Letters of a class that are written with a mark of their own, such as `e` and U+0301.
    ///
    /// Their class takes the letter or the mark; a message has both as one character.
    var composedMembers: [Literal] {
        zip(literals, literals.dropFirst())
            .compactMap { letter, mark in
                guard case .member(let source, isRange: false, isNegated: false) = letter.role,
                    case .member(source, isRange: false, _) = mark.role,
                    letter.source.upperBound == mark.source.lowerBound,
                    mark.scalars.allSatisfy(\.isCombining)
                else { return nil }
                let whole = letter.source.lowerBound..<mark.source.upperBound
                return Literal(scalars: letter.scalars + mark.scalars, source: whole, role: .run, isRequired: false)
            }
    }
}
