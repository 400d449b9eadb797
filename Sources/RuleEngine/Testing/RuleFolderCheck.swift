/// Looks at the files of a folder as a whole, beside the tests in it: files under a wrong name, and copies.
///
/// Tests name the rule files that they test. They would pass although the bot, which reads the whole folder, refuses it.
public enum RuleFolderCheck {
    /// What is wrong with the files of a folder, and their texts by path; nothing for a path that is no folder.
    public static func findings(at path: String) -> (diagnostics: [Diagnostic], sources: [String: SourceText]) {
        guard case .directory = FileKind(following: path) else { return ([], [:]) }
        // A folder may hold rules alone, or tests alone.
        let rules = (try? RuleFileReader.read(path, kind: .rules)) ?? []
        let tests = (try? RuleFileReader.read(path, kind: .tests)) ?? []
        let reader = DocumentReader(diagnostics: DiagnosticCollector())
        let documents = rules.map(reader.read)
        let findings =
            FilePurpose.classify(rules, roots: documents.map(\.root)).findings + FilePurpose.copies(among: tests)
        let texts = documents.compactMap(\.text)
        return (findings, Dictionary(texts.map { ($0.path, $0) }) { first, _ in first })
    }
}
