import LinearRegex
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Texts in a file cannot control the terminal on which a diagnostic is shown.
@Suite(.timeLimit(.minutes(5)), .watched)
struct HostileTextTests {
    private func load(_ text: String) -> RuleLoadResult {
        RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array("version: 1\n\(text)".utf8))])
    }

    @Test(arguments: [
        #"rules: [{id: "\e[31mX", match: [x], reply: y}]"#, #"rules: [{id: a, match: ["x\b"], reply: y}]"#,
        #"rules: [{id: a, match: [x], reply: "y\r"}]"#, #"rules: [{id: a, match: [x], reply: y, "a\x7f": b}]"#,
        #"rules: [{id: a, match: [x], reply: "\x9b2J"}]"#,
    ])
    func `an escaped control character is refused`(text: String) {
        let result = load(text)
        #expect(result.diagnostics.map(\.code) == ["RB001"])
        #expect(result.diagnostics.first?.location.line == 2)
        #expect(result.ruleSet == nil)
    }

    @Test func `line ends and tabs may be escaped`() {
        #expect(load(#"rules: [{id: a, match: [x], reply: "一\n二\t三"}]"#).diagnostics.isEmpty)
    }

    @Test func `a finding stays on its line`() {
        let place = SourceLocation(path: "a\u{1B}.yaml", line: 1, column: 1)
        let text = LocalizedText("中\n文", "one\u{1B}[2J\ntwo\u{202E}")
        let related = Diagnostic.Related(location: place, note: text)
        let diagnostic = Diagnostic("RB000", at: place, text, help: text, related: [related])
        let lines = DiagnosticRenderer().render(diagnostic, source: nil, language: .english).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasSuffix("one\u{FFFD}[2J\u{FFFD}two\u{FFFD}") })
        #expect(!lines.joined().unicodeScalars.contains("\u{1B}"))
    }

    @Test func `a test's name stays on the line of its heading`() {
        let place = SourceLocation(path: "a_test.yaml", line: 3, column: 1)
        let test = RuleTest(name: "a\n\u{1B}[2Jb", location: place, todo: nil, conversations: [])
        let mismatch = RuleTestMismatch("captures.\u{1B}c", expected: "x\u{1B}", actual: "y\nz")
        let failure = RuleTestFailure(
            label: "click \u{1B}k",
            location: place,
            mismatches: [mismatch],
            reason: LocalizedText(verbatim: "r\u{1B}\nr")
        )
        let lines = RuleTestResultText(result: RuleTestResult(test, failures: [failure]), language: .english).lines
        #expect(lines.count == 4)
        #expect(lines.first?.hasPrefix("✗ a⏎ [2Jb › click  k") == true)
        #expect(!lines.joined().unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\n" })
    }

    @Test func `a flood of findings is cut off, and still refuses the file`() {
        let collector = DiagnosticCollector()
        let place = SourceLocation(path: "a.yaml", line: 1, column: 1)
        for number in 0..<1_000 {
            collector.report(Diagnostic("RB203", .warning, at: place, LocalizedText(verbatim: "\(number)")))
        }
        #expect(!collector.hasErrors)
        collector.error("RB010", at: place, LocalizedText(verbatim: "last"))
        #expect(collector.hasErrors)
        #expect(collector.ordered.count == DiagnosticCollector.limit)
        #expect(collector.omittedCount == 801)
        let rules = load("rules:\n" + String(repeating: "  - {}\n", count: 50_000))
        #expect(rules.diagnostics.count == DiagnosticCollector.limit)
        #expect(rules.ruleSet == nil)
    }

    @Test func `a pattern that is too long is refused before it is read`() throws {
        let longest = String(repeating: "[ab]", count: Pattern.lengthLimit / 4)
        #expect(throws: Never.self) { try Pattern(longest) }
        let error = #expect(throws: PatternError.self) { try Pattern(longest + "(") }
        #expect(error?.code == "RB023")
        #expect(error?.reason == .tooLong)
        #expect(load("rules: [{id: a, match: {regex: '\(longest)c'}, reply: y}]").diagnostics.map(\.code) == ["RB023"])
    }
}
