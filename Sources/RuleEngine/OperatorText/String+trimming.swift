extension StringProtocol {
    /// Without white space at either end, code point by code point.
    var trimmingSpaces: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    /// Without line ends at the end; a block text (`|`) always has one.
    var trimmingFinalNewlines: String {
        var scalars = String.UnicodeScalarView(unicodeScalars)
        while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
        return String(scalars)
    }
}

extension String {
    /// The text as far as a message has room for it.
    var excerpt: String {
        let start = unicodeScalars.prefix(60)
        return start.endIndex == unicodeScalars.endIndex ? self : String(start) + "…"
    }
}
