extension StringProtocol {
    /// Without white space at either end, code point by code point.
    package var trimmingSpaces: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    /// Without line ends at the end; a YAML block text (`|`) always has one.
    package var trimmingFinalNewlines: String {
        var scalars = String.UnicodeScalarView(unicodeScalars)
        while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
        return String(scalars)
    }
}

extension String {
    /// Whether both have the same code points; `==` also holds for canonical equivalents.
    package func isSame(scalarsOf other: String) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }

    /// Whether a text occurs in this one, code point by code point.
    package func contains(scalarsOf part: String) -> Bool {
        let (text, part) = (Array(unicodeScalars), Array(part.unicodeScalars))
        guard part.count <= text.count else { return false }
        return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
    }
}
