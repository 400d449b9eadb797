internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// A key in the configuration file.
struct ConfigurationPlace: Sendable {
    let location: SourceLocation
    /// The number of code points that the caret underlines.
    let length: Int
    /// The key as written; nil where it could be a part of a secret.
    let written: String?
    /// The text behind the key: the colon, and an ellipsis for a value.
    let rest: String
}

/// The findings in a configuration file, each with a code, a place and a remedy.
///
/// The lines that they show hold the keys concerned, and nothing else of the file.
struct ConfigurationFindings {
    private(set) var diagnostics: [Diagnostic] = []
    private var lines: [Int: [Unicode.Scalar]] = [:]

    var isEmpty: Bool { diagnostics.isEmpty }

    /// The limit of findings; nobody reads more.
    private static let limit = 100

    /// Reports an error at a key.
    mutating func report(
        _ code: String,
        at place: ConfigurationPlace,
        message: LocalizedText,
        help: LocalizedText? = nil,
        first: ConfigurationPlace? = nil
    ) {
        guard isNew(code, at: place.location) else { return }
        let related = first.map {
            Diagnostic.Related(location: $0.location, note: LocalizedText("第一次写在这里", "It is first written here"))
        }
        show(place)
        diagnostics.append(
            Diagnostic(
                code,
                at: place.location,
                length: place.length,
                message,
                help: help,
                related: related.map { [$0] } ?? []
            )
        )
    }

    /// Reports an error where there is no key to show.
    mutating func report(_ code: String, at location: SourceLocation, message: LocalizedText, help: LocalizedText?) {
        guard isNew(code, at: location) else { return }
        diagnostics.append(Diagnostic(code, at: location, message, help: help))
    }

    /// The findings by place, with their lines and carets.
    func rendered(_ language: OperatorLanguage) -> [String] {
        ordered.map { diagnostic in
            let number = diagnostic.location.line
            let source = lines[number]
                .map { line in
                    let above = Array(repeating: Unicode.Scalar("\n"), count: number - 1)
                    return SourceText(
                        path: diagnostic.location.path,
                        text: String(String.UnicodeScalarView(above + line))
                    )
                }
            return DiagnosticRenderer().render(diagnostic, source: source, language: language)
        }
    }

    /// The first line of each finding, for a log.
    var headlines: [LocalizedText] {
        ordered.map {
            let renderer = DiagnosticRenderer()
            return LocalizedText(renderer.headline($0, language: .chinese), renderer.headline($0, language: .english))
        }
    }

    private var ordered: [Diagnostic] {
        diagnostics.enumerated()
            .sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }
            .map(\.element)
    }

    private func isNew(_ code: String, at location: SourceLocation) -> Bool {
        diagnostics.count < ConfigurationFindings.limit
            && !diagnostics.contains { $0.code == code && $0.location == location }
    }

    /// Writes a key into its otherwise blank line.
    private mutating func show(_ place: ConfigurationPlace) {
        guard let written = place.written else { return }
        let text = Array((written + place.rest).unicodeScalars)
        let (start, end) = (place.location.column - 1, place.location.column - 1 + text.count)
        var line = lines[place.location.line] ?? []
        if line.count < end { line += Array(repeating: " ", count: end - line.count) }
        line.replaceSubrange(start..<end, with: text)
        lines[place.location.line] = line
    }
}
