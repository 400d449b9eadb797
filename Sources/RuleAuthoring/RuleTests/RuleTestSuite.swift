import Foundation
package import OperatorText
package import RuleEngine

/// A test file with the rules that it tests, ready to run (RULES C7).
package struct RuleTestSuite: Sendable {
    /// The test file's path as the operator named it.
    package let path: String
    /// The rules under test.
    package let rules: RuleSet
    /// The tests in file order, at least one.
    package let tests: [RuleTest]
    let goldens: [String: String]

    /// Runs the tests whose names contain a text, or all.
    ///
    /// A report without results means that no name contains it.
    package func run(namesContaining part: String? = nil) -> RuleTestReport {
        let chosen = part.map { part in tests.filter { $0.name.contains(scalarsOf: part) } } ?? tests
        return RuleTestRunner(rules: rules, goldens: goldens).run(chosen, isPartial: part != nil)
    }

    /// Writes the actual replies of a report into its changed golden files, and returns those.
    ///
    /// The suite keeps the old contents: load it again to run with the new ones.
    package func updateGoldens(of report: RuleTestReport) throws(GoldenWriteError) -> [GoldenReply] {
        let changed = report.changedGoldens
        for reply in changed { try write(reply) }
        return changed
    }

    private func write(_ reply: GoldenReply) throws(GoldenWriteError) {
        let file = SiblingPath(of: path).path(to: reply.file)
        switch FileKind(at: file) {
        case .regular, .missing: break
        case .directory, .other: throw GoldenWriteError(path: file, reason: "not a regular file")
        }
        do {
            try (reply.new + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw GoldenWriteError(path: file, reason: error.localizedDescription)
        }
    }
}

// Loading.
extension RuleTestSuite {
    /// Reads a test file, or the `*_test.yaml` files of a directory, with the files that they name.
    ///
    /// Throws only when the path cannot be read; every other fault is a diagnostic.
    package static func load(path: String) throws(RuleFileReadError) -> [RuleTestLoadResult] {
        try RuleFileReader.read(path, kind: .tests).map(load)
    }

    /// Reads the content of a test file, the rule files that it names, and its golden files.
    package static func load(_ source: SourceFile) -> RuleTestLoadResult {
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
                    // When the path is a folder, the unreadable path is one of its files.
                    let message = LocalizedText(
                        "读不到规则文件 “\(error.path)”：\(error.message.chinese)",
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

    private static let rulesHelp = LocalizedText(
        "rules 里的路径相对于测试文件所在的目录",
        "Paths under `rules` are relative to the folder of the test file"
    )
}

/// The result of reading a test file and its rule files.
package struct RuleTestLoadResult: Sendable {
    /// The test file's path.
    package let path: String
    /// The tests, ready to run; nil when there was an error.
    package let suite: RuleTestSuite?
    /// The findings in the test file and in its rule files.
    package let diagnostics: [Diagnostic]
    /// The files by path, for rendering.
    package let sources: [String: SourceText]
}

/// A golden file that cannot be written.
package struct GoldenWriteError: Error, Sendable {
    /// The file.
    package let path: String
    /// The system's message.
    package let reason: String

    /// The error in words.
    package var message: LocalizedText {
        LocalizedText(
            "无法写入 \(path)；检查目录是否存在、是否有写权限（\(reason)）",
            "Cannot write \(path); check that its folder exists and may be written to (\(reason))"
        )
    }
}

/// Paths that a file names relative to its own folder.
struct SiblingPath {
    private let folder: String

    init(of file: String) {
        folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    /// The path to a file or folder; one that begins with `/` stays as it is.
    func path(to name: String) -> String {
        if name.hasPrefix("/") { return name }
        if name == "." { return folder.isEmpty ? "." : folder }
        return folder + (name.hasPrefix("./") ? String(name.dropFirst(2)) : name)
    }
}

/// Checks the files of a folder as a whole, beside running its tests: misnamed files, and copies.
///
/// Tests name the rule files that they test. They could pass although the bot, which reads the whole folder, refuses it.
package enum RuleFolderCheck {
    /// The findings in the files of a folder, and their texts by path; empty for a path that is not a folder.
    package static func findings(at path: String) -> (diagnostics: [Diagnostic], sources: [String: SourceText]) {
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
