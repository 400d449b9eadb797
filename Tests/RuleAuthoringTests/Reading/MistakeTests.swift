import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Mistakes in Chinese rule files that are written by hand, and correct texts that look like them.
///
/// `Fixtures/mistakes` has one small file per mistake and a table of the findings of `check --strict`.
/// `Fixtures/look-alikes` has texts that must have no findings.
@Suite(.timeLimit(.minutes(5)), .watched)
struct MistakeTests {
    /// A file and its expected findings in order, as `RB110 5:15`.
    struct Mistake: CustomTestStringConvertible {
        let name: String
        let findings: [String]

        var testDescription: String { name }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    static func mistakes() throws -> [Mistake] {
        let table = try String(contentsOf: folder.appending(path: "mistakes/table.tsv"), encoding: .utf8)
        var mistakes: [Mistake] = []
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let cells = line.split(separator: "\t").map(String.init)
            mistakes.append(Mistake(name: cells[0], findings: Array(cells.dropFirst())))
        }
        return mistakes
    }

    static func names(in subfolder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path)
            .filter { $0.hasSuffix(".yaml") }
            .sorted()
    }

    private static func load(_ path: String) throws -> RuleLoadResult {
        let data = try Data(contentsOf: folder.appending(path: path))
        return RuleLoader.load([SourceFile(path: path, bytes: [UInt8](data))], now: DecisionConversation.moment())
    }

    @Test(arguments: try mistakes())
    func `a mistake is found where it was made, and nothing else is`(mistake: Mistake) throws {
        let result = try Self.load("mistakes/\(mistake.name).yaml")
        let found = result.diagnostics.map { "\($0.code) \($0.location.line):\($0.location.column)" }
        #expect(found == mistake.findings)
        // `--strict` fails on all but notes.
        #expect(result.diagnostics.contains { $0.severity != .note })
    }

    @Test(arguments: try mistakes(), OperatorLanguage.allCases)
    func `a mistake is explained with a caret, and its cause has a remedy`(
        mistake: Mistake,
        language: OperatorLanguage
    ) throws {
        let result = try Self.load("mistakes/\(mistake.name).yaml")
        for finding in result.diagnostics {
            let source = try #require(result.sources[finding.location.path])
            let lines = DiagnosticRenderer().render(finding, source: source, language: language)
                .split(separator: "\n")
            #expect(lines.count >= 4 && lines[2].contains("^") && lines[3].contains("= help: "), "\(lines)")
        }
    }

    @Test(arguments: try names(in: "look-alikes"))
    func `a correct text that looks like a mistake has no finding`(name: String) throws {
        let result = try Self.load("look-alikes/\(name)")
        let found = result.diagnostics.map { "\($0.code) \($0.location.line):\($0.location.column)" }
        #expect(found.isEmpty, "\(found)")
        #expect(result.ruleSet != nil)
    }

    @Test func `every mistake is in the table, and the table names no other`() throws {
        let names = try Self.names(in: "mistakes").map { String($0.dropLast(5)) }.sorted()
        #expect(try Self.mistakes().map(\.name).sorted() == names)
        #expect(names.count >= 250)
        #expect(try Self.names(in: "look-alikes").count >= 15)
    }

    @Test(arguments: ["\r\n", "\r"])
    func `line ends of other systems move nothing`(lineEnd: String) throws {
        for mistake in try Self.mistakes() {
            let url = Self.folder.appending(path: "mistakes/\(mistake.name).yaml")
            let text = try String(contentsOf: url, encoding: .utf8)
            // Files with such line ends are cases of their own.
            guard !text.unicodeScalars.contains("\r") else { continue }
            let changed = text.replacing("\n", with: lineEnd)
            let result = RuleLoader.load(
                [SourceFile(path: "a.yaml", bytes: Array(changed.utf8))],
                now: DecisionConversation.moment()
            )
            let found = result.diagnostics.map { "\($0.code) \($0.location.line):\($0.location.column)" }
            #expect(found == mistake.findings, "\(mistake.name)")
        }
    }
}
