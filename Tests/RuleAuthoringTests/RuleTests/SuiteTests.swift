import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct SuiteTests {
    /// A folder of its own with the given files, gone after the body.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rule-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try body(folder.path(percentEncoded: false))
    }

    @Test func `a test sees answers forgotten as customers do`() throws {
        let rules = """
            version: 1
            account: {slots_keep: 2h}
            rules:
              - {id: ask, match: [送货], reply: 地址?, ask: {slot: 地址, for: 30m}}
              - {id: answer, when: {asked: 地址}, reply: "{{slot.地址}}"}
              - {id: tell, match: [哪里], reply: "{{slot.地址|default:不知道}}"}
            """
        let tests = """
            rules: [rules.yaml]
            defaults: {at: "2026-02-10T10:00"}
            tests:
              - name: t
                steps:
                  - {say: 送货, expect: {rule: ask}}
                  - {at: +1m, say: 桐城路一号, expect: {reply: 桐城路一号}}
                  - {at: +2h, say: 哪里, expect: {reply: 桐城路一号}}
                  - {at: +121m, say: 哪里, expect: {reply: 不知道}}
            """
        try withFolder(["rules.yaml": rules, "rules_test.yaml": tests]) { folder in
            let load = try #require(try RuleTestSuite.load(path: folder + "/rules_test.yaml").first)
            let suite = try #require(load.suite, "\(load)")
            #expect(suite.run().isSuccess, "\(suite.run())")
        }
    }

    private let rules = "version: 1\nrules: [{id: a, match: [你好], reply: 您好}]\n"
    private let tests = """
        rules: [rules.yaml]
        defaults: {at: "2026-02-10T10:00"}
        tests:
          - {name: t, say: 你好, expect: {golden: a.txt}}
        """

    @Test func `an update writes what was said, and then the test passes`() throws {
        try withFolder(["rules.yaml": rules, "rules_test.yaml": tests, "a.txt": "旧的\n"]) { folder in
            let path = folder + "/rules_test.yaml"
            let suite = try #require(try RuleTestSuite.load(path: path).first?.suite)
            let report = suite.run()
            #expect(!report.isSuccess)
            let updated = try suite.updateGoldens(of: report)
            #expect(updated.map(\.difference) == ["a.txt\n- 旧的\n+ 您好"])
            #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "您好\n")
            let again = try #require(try RuleTestSuite.load(path: path).first?.suite).run()
            #expect(again.isSuccess)
            #expect(again.changedGoldens.isEmpty)
        }
    }

    @Test func `a golden file that cannot be written is an error with its path`() throws {
        let tests = tests.replacing("a.txt", with: "missing/a.txt")
        try withFolder(["rules.yaml": rules, "rules_test.yaml": tests]) { folder in
            let suite = try #require(try RuleTestSuite.load(path: folder + "/rules_test.yaml").first?.suite)
            let error = #expect(throws: GoldenWriteError.self) { try suite.updateGoldens(of: suite.run()) }
            #expect(error?.path == folder + "/missing/a.txt")
        }
    }

    @Test func `a missing rule file is reported where it is named`() throws {
        try withFolder(["rules_test.yaml": tests]) { folder in
            let loaded = try #require(try RuleTestSuite.load(path: folder + "/rules_test.yaml").first)
            #expect(loaded.suite == nil)
            #expect(loaded.diagnostics.map(\.code) == ["RB015"])
            #expect(loaded.diagnostics.first?.location.line == 1)
        }
    }

    @Test func `an error in the rules keeps the tests from running`() throws {
        try withFolder(["rules.yaml": "version: 1\nrules: [{id: a}]", "rules_test.yaml": tests]) { folder in
            let loaded = try #require(try RuleTestSuite.load(path: folder + "/rules_test.yaml").first)
            #expect(loaded.suite == nil)
            #expect(loaded.diagnostics.contains { $0.location.path.hasSuffix("rules.yaml") && $0.severity == .error })
        }
    }

    @Test func `a folder gives all its test files`() throws {
        try withFolder(["rules.yaml": rules, "a_test.yaml": tests, "b_test.yaml": tests]) { folder in
            let loaded = try RuleTestSuite.load(path: folder)
            #expect(loaded.count == 2)
            #expect(loaded.allSatisfy { $0.suite != nil })
        }
    }

    @Test func `a path that does not exist is an error`() {
        #expect(throws: RuleFileReadError.self) { try RuleTestSuite.load(path: "/nonexistent/rules_test.yaml") }
    }
}
