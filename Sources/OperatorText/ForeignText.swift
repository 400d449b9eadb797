/// Foreign text, made safe for an operator's terminal.
package enum ForeignText {
    /// Whether a terminal may obey the code point, or hide or reorder its neighbours.
    static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The code point, or a replacement character for an active one.
    package static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        isActive(scalar) ? "\u{FFFD}" : scalar
    }

    /// The text on one line, its active code points replaced, cut after 1,000 code points.
    package static func oneLine(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(lengthLimit)
        let isCut = kept.endIndex != text.unicodeScalars.endIndex
        return String(String.UnicodeScalarView(kept.map(visible))) + (isCut ? "…" : "")
    }

    /// A text out of a file may be megabytes long.
    private static let lengthLimit = 1_000
}

extension String {
    /// The first 60 code points, as much as a sentence quotes.
    package var excerpt: String {
        let start = unicodeScalars.prefix(60)
        return start.endIndex == unicodeScalars.endIndex ? self : String(start) + "…"
    }
}
