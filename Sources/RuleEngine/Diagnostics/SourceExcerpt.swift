/// A source line, cut to a terminal's width, with the carets below it.
struct SourceExcerpt {
    /// The line; nothing in it can move the cursor.
    let text: String
    /// Spaces and carets that stand under the place meant.
    let underline: String

    init?(_ diagnostic: Diagnostic, in source: SourceText) {
        guard let line = source.scalars(ofLine: diagnostic.location.line).map(Array.init) else { return nil }
        let start = min(diagnostic.location.column - 1, line.count)
        let end = max(start, min(start + diagnostic.length, line.count))
        let window = SourceExcerpt.window(line, around: start)
        let shown = line[window].map(SourceExcerpt.visible)
        let marked = start - window.lowerBound..<max(start, min(end, window.upperBound)) - window.lowerBound
        let before = window.lowerBound > 0 ? "…" : ""
        let after = window.upperBound < line.count ? "…" : ""
        text = before + String(String.UnicodeScalarView(shown)) + after
        let indentation = DisplayWidth.cells(before) + DisplayWidth.cells(shown[..<marked.lowerBound])
        let width = max(1, DisplayWidth.cells(shown[marked]))
        underline = String(repeating: " ", count: indentation) + String(repeating: "^", count: width)
    }

    /// How many code points of a long line are shown.
    private static let limit = 80

    /// The part of a line that is shown: all of it, or a piece with the place in it.
    private static func window(_ line: [Unicode.Scalar], around start: Int) -> Range<Int> {
        guard line.count > limit else { return 0..<line.count }
        let first = start <= limit - 40 ? 0 : min(start - 40, line.count - limit)
        return first..<min(first + limit, line.count)
    }

    /// A tab is shown as a space, and what a terminal would obey as a replacement.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" { return " " }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
        default: return scalar
        }
    }
}
