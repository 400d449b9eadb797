import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// What may stand where a test names a golden file, and which rule file is named when one cannot be read.
@Suite(.timeLimit(.minutes(5)), .watched)
struct GoldenFileTests {
    /// A folder of its own with rules, a test of them and whatever the body adds; gone after the body.
    private func withFolder(rules: String = "rules.yaml", golden: String, _ body: (String) throws -> Void) throws {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appending(path: "rule-goldens-\(UUID().uuidString)").path
        defer { try? manager.removeItem(atPath: folder) }
        try manager.createDirectory(atPath: folder + "/shop", withIntermediateDirectories: true)
        let files = [
            "shop/rules.yaml": "version: 1\nrules: [{id: a, match: [你好], reply: 您好}]\n",
            "rules.yaml": "version: 1\nrules: [{id: a, match: [你好], reply: 您好}]\n",
            "a_test.yaml": """
            rules: [\(rules)]
            defaults: {at: "2026-02-10T10:00"}
            tests: [{name: t, say: 你好, expect: {golden: \(golden)}}]
            """,
        ]
        for (name, text) in files {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        try body(folder)
    }

    @Test(arguments: ["rules.yaml", "a_test.yaml", "./a_test.YAML", "new.yml", "x.Yml"])
    func `a golden file cannot be a rule file or a test file`(name: String) throws {
        try withFolder(golden: name) { folder in
            let loaded = try #require(try RuleTestSuite.load(path: folder + "/a_test.yaml").first)
            #expect(loaded.suite == nil)
            #expect(loaded.diagnostics.map(\.code) == ["RB013"])
        }
    }

    @Test func `a link is neither read nor written as a golden file`() throws {
        try withFolder(golden: "a.txt") { folder in
            try "您好\n".write(toFile: folder + "/target.txt", atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/a.txt",
                withDestinationPath: folder + "/target.txt"
            )
            let suite = try #require(try RuleTestSuite.load(path: folder + "/a_test.yaml").first?.suite)
            let report = suite.run()
            #expect(!report.isSuccess)
            let error = #expect(throws: GoldenWriteError.self) { try suite.updateGoldens(of: report) }
            #expect(error?.path == folder + "/a.txt")
            #expect(FileKind(at: folder + "/a.txt") == .other)
            #expect(try String(contentsOfFile: folder + "/target.txt", encoding: .utf8) == "您好\n")
        }
    }

    @Test func `of a folder of rules the file that cannot be read is named`() throws {
        try withFolder(rules: "shop", golden: "a.txt") { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/shop/out.yaml",
                withDestinationPath: folder + "/rules.yaml"
            )
            let loaded = try #require(try RuleTestSuite.load(path: folder + "/a_test.yaml").first)
            let finding = try #require(loaded.diagnostics.first)
            #expect(finding.code == "RB015")
            #expect(finding.message.english.contains("“\(folder)/shop/out.yaml”"))
            #expect(finding.help?.english == "Put the file itself into the rule directory")
            #expect(finding.location == SourceLocation(path: folder + "/a_test.yaml", line: 1, column: 9))
        }
    }

    @Test func `a path that does not exist is explained as one beside the test file`() throws {
        try withFolder(rules: "missing.yaml", golden: "a.txt") { folder in
            let loaded = try #require(try RuleTestSuite.load(path: folder + "/a_test.yaml").first)
            #expect(loaded.diagnostics.first?.help?.english.contains("relative to the folder of the test file") == true)
        }
    }
}
