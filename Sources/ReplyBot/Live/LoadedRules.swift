internal import Foundation
internal import RuleEngine

/// Rule files as a command needs them: read, compiled, with everything there is to say about them.
struct LoadedRules {
    /// Everything that was found.
    let result: RuleLoadResult

    /// Compiles what was read; `now` is for warnings about days that have passed.
    init(_ content: RuleContent, now: Date) {
        result = RuleLoader.load(content.files, now: now)
    }

    /// Reads a file or a folder.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    init(path: String) throws {
        try self.init(paths: [path])
    }

    /// Reads files and folders as one set of rules; `now` is for warnings about days that have passed.
    ///
    /// `withTests` also looks for rules among the test files of the folders, where they are not in use.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    init(paths: [String], now: Date = Date(), withTests: Bool = false) throws {
        do {
            var seen: Set<String> = []
            // A file may be named beside its folder.
            let files = try paths.flatMap { try RuleFileReader.read($0) }
                .filter { seen.insert(URL(filePath: $0.path).resolvingSymlinksInPath().path).inserted }
            // A folder without tests is no mistake, and what is wrong with tests is for `test` to say.
            let tests = withTests ? paths.flatMap { (try? RuleFileReader.tests(beside: $0)) ?? [] } : []
            result = RuleLoader.load(files, now: now, tests: tests)
        } catch let error as RuleFileReadError {
            throw CommandFailure(error)
        }
    }

    /// The rules, or all errors of all files as one failure.
    func ruleSet() throws -> RuleSet {
        if let rules = result.ruleSet { return rules }
        let language = OperatorLanguage.current
        let errors = result.diagnostics.filter { $0.severity == .error }
        throw CommandFailure(findings: errors.map { render($0, language) })
    }

    /// A finding with its source line and caret.
    func render(_ diagnostic: Diagnostic, _ language: OperatorLanguage) -> String {
        DiagnosticRenderer().render(diagnostic, source: result.sources[diagnostic.location.path], language: language)
    }
}
