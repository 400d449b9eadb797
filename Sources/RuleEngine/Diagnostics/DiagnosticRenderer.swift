/// Shows diagnostics to an operator, in the form of RULES C5.
///
/// The first line is `path:line:col: severity[CODE]: message`; then the source line with a caret placed by display
/// width, what to do, and the other places involved.
public struct DiagnosticRenderer: Sendable {
    /// Makes a renderer.
    public init() {}

    /// One diagnostic, without a line end at its end.
    ///
    /// Without the source the lines that quote it are left out.
    public func render(_ diagnostic: Diagnostic, source: SourceText?, language: OperatorLanguage) -> String {
        var lines = [headline(diagnostic, language: language)]
        let number = String(diagnostic.location.line)
        let margin = String(repeating: " ", count: number.utf8.count + 2)
        if let excerpt = source.flatMap({ SourceExcerpt(diagnostic, in: $0) }) {
            lines.append("  \(number) | \(excerpt.text)")
            lines.append("\(margin) | \(excerpt.underline)")
        }
        if let help = diagnostic.help { lines.append("\(margin) = help: \(oneLine(help[language]))") }
        lines += diagnostic.related.map { "  --> \(place($0.location)): \(oneLine($0.note[language]))" }
        return lines.joined(separator: "\n")
    }

    /// Diagnostics in order, with an empty line between them.
    public func render(
        _ diagnostics: [Diagnostic],
        sources: [String: SourceText],
        language: OperatorLanguage
    ) -> String {
        diagnostics.map { render($0, source: sources[$0.location.path], language: language) }
            .joined(separator: "\n\n")
    }

    /// How many code points of a sentence are shown; a file's own words may be megabytes.
    private static let lengthLimit = 1_000

    /// The first line alone, which quotes nothing but names and keywords.
    public func headline(_ diagnostic: Diagnostic, language: OperatorLanguage) -> String {
        let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        return "\(place(diagnostic.location)): \(kind): \(oneLine(diagnostic.message[language]))"
    }

    /// A file's own words may hold line ends and terminal commands; neither may leave its line.
    private func oneLine(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(DiagnosticRenderer.lengthLimit)
        let shown = kept.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(shown)) + (kept.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }

    private func place(_ location: SourceLocation) -> String {
        "\(oneLine(location.path)):\(location.line):\(location.column)"
    }
}
