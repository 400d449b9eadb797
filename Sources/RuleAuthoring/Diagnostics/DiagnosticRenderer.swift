package import OperatorText
import RuleEngine

/// Renders diagnostics for a terminal, in the form of RULES C5.
///
/// The first line is `path:line:col: severity[CODE]: message`. Below it stand the source line with carets placed by
/// display width, the remedy, and the related places.
package struct DiagnosticRenderer: Sendable {
    package init() {}

    /// Renders one diagnostic without a line end at its end.
    ///
    /// Without `source` the lines that quote it are left out.
    package func render(_ diagnostic: Diagnostic, source: SourceText?, language: OperatorLanguage) -> String {
        var lines = [headline(diagnostic, language: language)]
        let number = String(diagnostic.location.line)
        let margin = String(repeating: " ", count: number.utf8.count + 2)
        if let excerpt = source.flatMap({ SourceExcerpt(of: $0, around: diagnostic) }) {
            lines.append("  \(number) | \(excerpt.text)")
            lines.append("\(margin) | \(excerpt.underline)")
        }
        if let help = diagnostic.help { lines.append("\(margin) = help: \(Self.oneLine(help[language]))") }
        lines += diagnostic.related.map { "  --> \(place($0.location)): \(Self.oneLine($0.note[language]))" }
        return lines.joined(separator: "\n")
    }

    /// Renders diagnostics in order, with an empty line between them.
    package func render(
        _ diagnostics: [Diagnostic],
        sources: [String: SourceText],
        language: OperatorLanguage
    ) -> String {
        diagnostics.map { render($0, source: sources[$0.location.path], language: language) }
            .joined(separator: "\n\n")
    }

    /// Renders the first line alone, which quotes nothing but names and keywords.
    package func headline(_ diagnostic: Diagnostic, language: OperatorLanguage) -> String {
        let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        return "\(place(diagnostic.location)): \(kind): \(Self.oneLine(diagnostic.message[language]))"
    }

    private func place(_ location: SourceLocation) -> String {
        "\(Self.oneLine(location.path)):\(location.line):\(location.column)"
    }

    /// What a terminal may not get can be the finding, so it shows; and a text out of a file may be megabytes long.
    private static func oneLine(_ text: String) -> String {
        ForeignText.oneLine(text, mark: "\u{FFFD}", limit: 1_000)
    }
}

/// A source line, cut to the width of a terminal, with the carets below it.
private struct SourceExcerpt {
    let text: String
    let underline: String

    /// How many code points of a long line are shown.
    private static let limit = 80

    /// Cuts the line of a finding; nil where the source has no such line.
    init?(of source: SourceText, around diagnostic: Diagnostic) {
        guard let line = source.scalars(ofLine: diagnostic.location.line).map(Array.init) else { return nil }
        let start = min(diagnostic.location.column - 1, line.count)
        let end = max(start, min(start + diagnostic.length, line.count))
        let window = Self.window(line, around: start)
        let shown = line[window].map { $0 == "\t" ? " " : ForeignText.visible($0, mark: "\u{FFFD}") }
        let marked = start - window.lowerBound..<max(start, min(end, window.upperBound)) - window.lowerBound
        let before = window.lowerBound > 0 ? "…" : ""
        let after = window.upperBound < line.count ? "…" : ""
        text = before + String(String.UnicodeScalarView(shown)) + after
        let indentation = DisplayWidth.cells(before) + DisplayWidth.cells(shown[..<marked.lowerBound])
        let width = max(1, DisplayWidth.cells(shown[marked]))
        underline = String(repeating: " ", count: indentation) + String(repeating: "^", count: width)
    }

    /// The whole line, or the part of it around `start`.
    private static func window(_ line: [Unicode.Scalar], around start: Int) -> Range<Int> {
        guard line.count > limit else { return 0..<line.count }
        let first = start <= limit - 40 ? 0 : min(start - 40, line.count - limit)
        return first..<min(first + limit, line.count)
    }
}
