import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Paths in test files and links on disk that lead nowhere, out of the folder or in a circle (RELIABILITY T24).
@Suite(.timeLimit(.minutes(5)), .watched)
struct AttackPathTests {
    /// Runs `body` with a temporary directory that contains one rule file.
    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let manager = FileManager.default
        let root = manager.temporaryDirectory.appending(path: "attack-\(UUID().uuidString)")
        try manager.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: root) }
        let rules = "version: 1\nrules: [{id: a, match: [x], reply: y}]\n"
        try Data(rules.utf8).write(to: root.appending(path: "rules.yaml"))
        try body(root)
    }

    private func link(_ name: String, to destination: String, in root: URL) throws {
        let path = root.appending(path: name).path
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
    }

    /// The codes of the findings about a test file that names these rules.
    private func codes(_ rules: String, in root: URL, _ name: String = "a_test.yaml") -> [String] {
        let text =
            "rules: [\(rules)]\ndefaults: {at: 2026-02-10T10:00}\ntests: [{name: t, say: x, expect: {rule: a}}]\n"
        let path = root.appending(path: name).path
        return RuleTestSuite.load(SourceFile(path: path, bytes: Array(text.utf8))).diagnostics.map(\.code)
    }

    @Test func `a test file that names what is no rule file is refused`() throws {
        try withDirectory { (root: URL) throws in
            try link("loop.yaml", to: "loop.yaml", in: root)
            try link("there.yaml", to: "back.yaml", in: root)
            try link("back.yaml", to: "there.yaml", in: root)
            try link("nowhere.yaml", to: "missing.yaml", in: root)
            #expect(unsafe mkfifo(root.appending(path: "pipe.yaml").path, 0o600) == 0)
            #expect(codes("rules.yaml", in: root).isEmpty)
            let names = [
                "loop.yaml", "there.yaml", "nowhere.yaml", "pipe.yaml", "missing.yaml", "/dev/zero", "/dev/null",
                "/proc/self/mem", "/nowhere/rules.yaml", "rules.yaml/x", "\"\\u200b\"", "../../../../../../dev/zero",
            ]
            for name in names { #expect(codes(name, in: root).first?.hasPrefix("RB") == true, "\(name)") }
        }
    }

    @Test func `test files that name themselves or one another end in findings`() throws {
        try withDirectory { (root: URL) throws in
            for (name, other) in [("a_test.yaml", "b_test.yaml"), ("b_test.yaml", "a_test.yaml")] {
                let text = "rules: [\(other)]\ntests: [{name: t, say: x, expect: {rule: a}}]\n"
                try Data(text.utf8).write(to: root.appending(path: name))
            }
            #expect(!codes("b_test.yaml", in: root).isEmpty)
            #expect(!codes("a_test.yaml", in: root).isEmpty)
            #expect(codes("rules.yaml, rules.yaml, ./rules.yaml", in: root).isEmpty)
        }
    }

    @Test func `links that go round in a directory are refused by name`() throws {
        for (name, destination) in [
            ("loop.yaml", "loop.yaml"), ("up", ".."), ("self", "."), ("out.yaml", "/etc/hostname"),
        ] {
            try withDirectory { (root: URL) throws in
                try link(name, to: destination, in: root)
                let error = #expect(throws: RuleFileReadError.self) { try RuleFileReader.read(root.path) }
                #expect(error?.path.contains(name) == true, "\(error?.text(.english) ?? "")")
            }
        }
    }

    @Test func `a pipe or a link to a device among rule files is refused, and nobody waits for it`() throws {
        try withDirectory { (root: URL) throws in
            #expect(unsafe mkfifo(root.appending(path: "pipe.yaml").path, 0o600) == 0)
            #expect(throws: RuleFileReadError.self) { try RuleFileReader.read(root.path) }
        }
        try withDirectory { (root: URL) throws in
            try link("zero.yaml", to: "/dev/zero", in: root)
            #expect(throws: RuleFileReadError.self) { try RuleFileReader.read(root.path) }
        }
    }
}
