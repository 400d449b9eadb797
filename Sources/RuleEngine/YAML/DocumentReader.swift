import Yams

/// Reads the bytes of one YAML file into ``DocumentNode``s.
///
/// The file is composed, never loaded: scalars keep their text. Anchors, aliases and tags are refused before any of
/// them is expanded, so that a small file cannot stand for a huge one (RELIABILITY T25).
struct DocumentReader {
    let diagnostics: DiagnosticCollector
    private let budget = DocumentBudget()

    /// The content of a file: its text, and its root unless an error makes that impossible.
    func read(_ file: SourceFile) -> (text: SourceText?, root: DocumentNode?) {
        let decoding = SourceDecoding(file)
        for diagnostic in decoding.diagnostics { diagnostics.report(diagnostic) }
        guard let text = decoding.text else { return (nil, nil) }
        guard !decoding.isUnreadable else { return (text, nil) }
        let conflicts = ConflictMarkers(source: text).diagnostics
        for conflict in conflicts { diagnostics.report(conflict) }
        guard conflicts.isEmpty else { return (text, nil) }
        do {
            return (text, try root(of: text))
        } catch {
            diagnostics.report(YAMLErrorTranslation(source: text).diagnostic(for: error))
            return (text, nil)
        }
    }

    private func root(of text: SourceText) throws -> DocumentNode? {
        let scalars = text.allScalars
        guard scalars.count(where: DocumentReader.startsEntry) <= DocumentReader.entryLimit else {
            throw DocumentConversion.tooManyEntries(in: text, limit: DocumentReader.entryLimit)
        }
        guard budget.remaining > 0 else { throw DocumentConversion.tooManyNodesInAll(at: text) }
        // An alias needs an anchor. With every `*` made an ordinary letter no alias is left to expand, and a word that
        // begins where a `*` stood was one.
        if scalars.contains("*"), scalars.contains("&") {
            let disarmed = scalars.map { $0 == "*" ? DocumentReader.placeholder : $0 }
            var trial = DocumentConversion(source: text, allowance: budget.remaining)
            _ = try trial.document(try compose(disarmed))
        }
        var conversion = DocumentConversion(source: text, allowance: budget.remaining)
        defer { budget.take(conversion.count) }
        return try conversion.document(try compose(scalars))
    }

    private func compose(_ scalars: [Unicode.Scalar]) throws -> Node? {
        let yaml = String(String.UnicodeScalarView(scalars))
        return try Parser(yaml: yaml, resolver: .basic, constructor: .default, encoding: .utf8).singleRoot()
    }

    /// A bound on the nodes of a file that can be told before memory is spent on them.
    private static let entryLimit = 1_000_000
    /// A character without a meaning, neither in YAML nor in Unicode.
    private static let placeholder: Unicode.Scalar = "\u{F8FF}"

    private static func startsEntry(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "[", "{", ",", "\n", "?": true
        default: false
        }
    }
}
