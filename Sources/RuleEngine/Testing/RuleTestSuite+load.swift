import Foundation

extension RuleTestSuite {
    /// Reads a test file, or the `*_test.yaml` files of a directory, with the files that they name.
    ///
    /// Throws only when the path cannot be read; everything else is a diagnostic.
    public static func load(path: String) throws(RuleFileReadError) -> [RuleTestLoadResult] {
        try RuleFileReader.read(path, kind: .tests).map(load)
    }

    /// Reads the content of a test file, the rule files that it names, and its golden files.
    public static func load(_ source: SourceFile) -> RuleTestLoadResult {
        let diagnostics = DiagnosticCollector()
        let (text, root) = DocumentReader(diagnostics: diagnostics).read(source)
        let misnamed = root.flatMap { FilePurpose.rules(inTest: $0, path: source.path) }
        if let misnamed { diagnostics.report(misnamed) }
        let file = misnamed == nil ? root.flatMap(RuleTestReader(diagnostics: diagnostics).file) : nil
        let rules = file.map { RuleLoader.load(ruleFiles(of: $0, beside: source.path, diagnostics)) }
        var suite: RuleTestSuite?
        if let file, let rules = rules?.ruleSet, !diagnostics.hasErrors {
            let goldens = goldens(of: file, beside: source.path)
            suite = RuleTestSuite(path: source.path, rules: rules, tests: file.tests, goldens: goldens)
        }
        var sources = rules?.sources ?? [:]
        sources[source.path] = text
        let findings = diagnostics.ordered + (rules?.diagnostics ?? [])
        return RuleTestLoadResult(path: source.path, suite: suite, diagnostics: findings, sources: sources)
    }

    private static func ruleFiles(
        of file: RuleTestFile,
        beside path: String,
        _ diagnostics: DiagnosticCollector
    ) -> [SourceFile] {
        var seen: Set<String> = []
        return file.rules
            .flatMap { rules -> [SourceFile] in
                let asked = SiblingPath(of: path).path(to: rules.text)
                do throws(RuleFileReadError) {
                    return try RuleFileReader.read(asked)
                } catch {
                    // The path may be a folder; what cannot be read is then one of its files.
                    let message = Phrase(
                        "读不到规则文件 “\(error.path)”:\(error.message.chinese)",
                        "The rule file “\(error.path)” cannot be read: \(error.message.english)"
                    )
                    let help = FileKind(following: asked) == .missing ? rulesHelp : error.help
                    diagnostics.error("RB015", at: rules.location, length: rules.length, message, help: help)
                    return []
                }
            }
            .filter { seen.insert($0.path).inserted }
    }

    private static func goldens(of file: RuleTestFile, beside path: String) -> [String: String] {
        var goldens: [String: String] = [:]
        for name in file.goldenFiles {
            let golden = SiblingPath(of: path).path(to: name)
            guard FileKind(at: golden) == .regular else { continue }
            goldens[name] = try? String(contentsOfFile: golden, encoding: .utf8)
        }
        return goldens
    }

    private static let rulesHelp = Phrase(
        "rules 里的路径相对于测试文件所在的目录",
        "Paths under `rules` are relative to the folder of the test file"
    )
}
