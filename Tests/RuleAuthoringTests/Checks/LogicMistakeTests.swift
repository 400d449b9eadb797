import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Mistakes in the logic of rules, one a file, and correct rules that resemble them.
///
/// `Fixtures/logic/table.txt` lists the findings of `check --strict` in each file.
@Suite(.timeLimit(.minutes(5)), .watched)
struct LogicMistakeTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/logic")

    /// The findings of the table by file or folder, each as `file code line:column`.
    private static func table() throws -> [String: [String]] {
        let text = try String(contentsOf: fixtures.appending(path: "table.txt"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t").map(String.init) }
        return Dictionary(grouping: rows) { $0[0].split(separator: "/").first.map(String.init) ?? "" }
            .mapValues { $0.map { $0.joined(separator: " ") }.sorted() }
    }

    private static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixtures.appending(path: folder).path).sorted()
    }

    private static func findings(_ folder: String, _ name: String) throws -> [String] {
        let bytes = [UInt8](try Data(contentsOf: fixtures.appending(path: "\(folder)/\(name)")))
        let result = RuleLoader.load(
            [SourceFile(path: name, bytes: bytes)],
            now: DecisionConversation.moment()
        )
        for language in OperatorLanguage.allCases {
            let text = DiagnosticRenderer().render(result.diagnostics, sources: result.sources, language: language)
            #expect(result.diagnostics.isEmpty == text.isEmpty)
        }
        #expect(result.diagnostics.allSatisfy { $0.help != nil })
        return result.diagnostics.map { row($0, $0.location.path) }.sorted()
    }

    private static func row(_ finding: Diagnostic, _ path: String) -> String {
        "\(path) \(finding.code) \(finding.location.line):\(finding.location.column)"
    }

    @Test(arguments: try LogicMistakeTests.names("mistakes"))
    func `a mistake is found where it is`(name: String) throws {
        let expected = try #require(try Self.table()[name], "\(name) is not in the table")
        #expect(try Self.findings("mistakes", name) == expected)
    }

    @Test(arguments: try LogicMistakeTests.names("look-alikes"))
    func `text that only looks like a mistake is not reported`(name: String) throws {
        #expect(try Self.findings("look-alikes", name) == [])
    }

    @Test(arguments: try LogicMistakeTests.names("folders"))
    func `a folder with a file that is not what its name says is reported once`(name: String) throws {
        let folder = Self.fixtures.appending(path: "folders/\(name)").path
        let result = RuleLoader.load(
            try RuleFileReader.read(folder),
            now: DecisionConversation.moment(),
            tests: (try? RuleFileReader.tests(beside: folder)) ?? []
        )
        let rows = result.diagnostics.map { finding in
            let path = String(finding.location.path.dropFirst(folder.count + 1))
            return Self.row(finding, "\(name)/\(path)")
        }
        #expect(rows.sorted() == (try Self.table()[name] ?? []))
        #expect((result.ruleSet == nil) == (name != "clean"))
    }

    @Test func `the table has a file for each of its rows`() throws {
        let known = Set(try Self.names("mistakes") + Self.names("folders"))
        #expect(try Set(Self.table().keys).isSubset(of: known))
        #expect(try Self.names("mistakes").count >= 80)
        #expect(try Self.names("look-alikes").count >= 40)
    }
}

/// The checks of `test` on a folder, besides its tests.
@Suite(.timeLimit(.minutes(5)), .watched)
struct RuleFolderCheckTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    @Test(arguments: [
        ("copy-of-a-file", ["RB228"]), ("copy-of-a-file-changed", ["RB228"]), ("tests-in-a-rule-file", ["RB227"]),
        ("tests-copied", ["RB227"]), ("clean", []),
    ])
    func `a folder that the bot would refuse is refused, whatever its tests say`(name: String, codes: [String]) {
        let folder = Self.fixtures.appending(path: "logic/folders/\(name)").path
        #expect(RuleFolderCheck.findings(at: folder).diagnostics.map(\.code) == codes)
    }

    @Test func `a copied test file is refused`() {
        let file = SourceFile(path: "a_test.yaml", bytes: Array("rules: [a.yaml]".utf8))
        let copy = SourceFile(path: "a (1)_test.yaml", bytes: file.bytes)
        let findings = FilePurpose.copies(among: [copy, file])
        #expect(findings.map(\.code) == ["RB228"])
        #expect(findings.first?.location.path == "a (1)_test.yaml")
    }

    @Test func `a path that is no folder has nothing to look at`() {
        #expect(RuleFolderCheck.findings(at: Self.fixtures.appending(path: "nowhere").path).diagnostics.isEmpty)
    }

    @Test(arguments: OperatorLanguage.allCases)
    func `a copy is explained as recorded`(language: OperatorLanguage) throws {
        let folder = Self.fixtures.appending(path: "rule-files/folders")
        let root = folder.appending(path: "copied-files").path
        let files = try RuleFileReader.read(root)
            .map { SourceFile(path: String($0.path.dropFirst(root.count + 1)), bytes: $0.bytes) }
        let result = RuleLoader.load(files)
        let text = DiagnosticRenderer().render(result.diagnostics, sources: result.sources, language: language) + "\n"
        let golden = folder.appending(path: "copied-files.expected.\(language.rawValue).txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
        #expect(result.ruleSet == nil)
    }
}
