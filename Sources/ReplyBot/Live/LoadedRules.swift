internal import AlipayClient
package import Foundation
internal import Logging
package import OperatorText
package import RuleAuthoring
package import RuleEngine

/// Rule files, read and compiled, with all findings.
package struct LoadedRules {
    package let result: RuleLoadResult

    /// Compiles the content; `now` is for warnings about past days.
    init(_ content: RuleContent, now: Date) {
        result = RuleLoader.load(content.files, now: now)
    }

    /// Reads a file or a folder.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    package init(path: String) throws {
        try self.init(paths: [path])
    }

    /// Reads files and folders as one set of rules; `now` is for warnings about past days.
    ///
    /// `withTests` also looks for rules in the test files of the folders, where they have no effect.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    package init(paths: [String], now: Date = Date(), withTests: Bool = false) throws {
        do {
            var seen: Set<String> = []
            // A file may be named beside its folder.
            let files = try paths.flatMap { try RuleFileReader.read($0) }
                .filter { seen.insert(URL(filePath: $0.path).resolvingSymlinksInPath().path).inserted }
            // A folder without tests is no mistake, and mistakes in tests are reported by `test`.
            let tests = withTests ? paths.flatMap { (try? RuleFileReader.tests(beside: $0)) ?? [] } : []
            result = RuleLoader.load(files, now: now, tests: tests)
        } catch let error as RuleFileReadError {
            throw CommandFailure(error)
        }
    }

    /// The rules, or all errors of all files as one failure.
    package func ruleSet() throws -> RuleSet {
        if let rules = result.ruleSet { return rules }
        let language = OperatorLanguage.current
        let errors = result.diagnostics.filter { $0.severity == .error }
        throw CommandFailure(findings: errors.map { render($0, in: language) })
    }

    /// A finding with its source line and caret.
    package func render(_ diagnostic: Diagnostic, in language: OperatorLanguage) -> String {
        DiagnosticRenderer().render(diagnostic, source: result.sources[diagnostic.location.path], language: language)
    }
}

extension LoadedRules {
    /// Logs each finding in one line, without excerpt and help.
    func logFindings(to logger: Logger, _ language: OperatorLanguage = .current) {
        for finding in result.diagnostics {
            let headline = DiagnosticRenderer().headline(finding, language: language)
            let level: Logger.Level =
                switch finding.severity {
                case .error: .error
                case .warning: .warning
                case .note: .notice
                }
            logger.log(level: level, "rule file finding", metadata: ["finding": "\(headline)"])
        }
        guard result.omittedCount > 0 else { return }
        logger.warning("more rule file findings", metadata: ["count": "\(result.omittedCount)"])
    }
}

/// The content of the rule files, and one checksum of it.
struct RuleContent: Sendable {
    let files: [SourceFile]
    /// SHA-256 over names and bytes in hexadecimal digits; the names are relative to the folder, so that its place does
    /// not matter.
    let checksum: String

    /// Reads a file or a folder.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    init(path: String) throws {
        do {
            files = try RuleFileReader.read(path)
        } catch {
            throw CommandFailure(error)
        }
        var bytes: [UInt8] = []
        let folder = path.hasSuffix("/") ? path : path + "/"
        for file in files {
            let name =
                file.path.hasPrefix(folder)
                ? String(file.path.dropFirst(folder.count)) : URL(filePath: file.path).lastPathComponent
            bytes += Array(name.utf8) + [0] + Array(String(file.bytes.count).utf8) + [0] + file.bytes
        }
        checksum = try Digest.sha256(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
