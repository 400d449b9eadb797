import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct RendererTests {
    private func underline(_ line: String, column: Int, length: Int) -> [String] {
        let source = SourceText(path: "a.yaml", text: line)
        let place = SourceLocation(path: "a.yaml", line: 1, column: column)
        let diagnostic = Diagnostic("RB000", at: place, length: length, LocalizedText("中", "en"))
        let text = DiagnosticRenderer().render(diagnostic, source: source, language: .chinese)
        return text.split(separator: "\n").map(String.init)
    }

    @Test func `the caret stands under wide characters`() {
        #expect(
            underline("- 退款: 好", column: 7, length: 1) == [
                "a.yaml:1:7: error[RB000]: 中", "  1 | - 退款: 好", "    |         ^^",
            ]
        )
    }

    @Test func `combining marks take no cell and tabs one`() {
        #expect(underline("e\u{301}\tx", column: 4, length: 1).last == "    |   ^")
    }

    @Test(arguments: [(1, 400), (1, 1), (200, 5), (400, 1), (401, 1), (900, 3)])
    func `a long line is cut around the place`(column: Int, length: Int) throws {
        let lines = underline(String(repeating: "字", count: 400), column: column, length: length)
        #expect(lines.count == 3)
        let caret = try #require(lines.last)
        #expect(caret.contains("^"))
        #expect(lines.allSatisfy { DisplayWidth.cells($0) < 180 })
    }

    @Test func `control characters for a terminal are not shown`() {
        #expect(underline("a\u{1B}[2Jb", column: 1, length: 1)[1] == "  1 | a\u{FFFD}[2Jb")
    }

    @Test func `a place that does not exist is shown without an excerpt`() {
        let place = SourceLocation(path: "a.yaml", line: 9, column: 1)
        let diagnostic = Diagnostic("RB000", at: place, LocalizedText("中", "en"), help: LocalizedText("改", "fix"))
        let source = SourceText(path: "a.yaml", text: "x")
        let text = DiagnosticRenderer().render(diagnostic, source: source, language: .english)
        #expect(text == "a.yaml:9:1: error[RB000]: en\n    = help: fix")
    }

    @Test(arguments: [
        ("abc", 3), ("退款", 4), ("Ａ１", 4), ("e\u{301}", 1), ("😀", 2), ("\u{200B}", 0), ("“”", 2), ("한글", 4), ("㍿", 2),
    ])
    func `a text takes its cells`(text: String, cells: Int) {
        #expect(DisplayWidth.cells(text) == cells)
    }

    @Test(arguments: [("a\nb", 2), ("a\r\nb\r\n", 3), ("a\rb", 2), ("", 1), ("\n", 2)])
    func `lines end at every kind of line end`(text: String, count: Int) {
        #expect(SourceText(path: "a", text: text).lineCount == count)
    }

    @Test func `a line has no end in it`() {
        let source = SourceText(path: "a", text: "一\r\n二\n三")
        #expect((0...4).map(source.line) == [nil, "一", "二", "三", nil])
        #expect(source.location(ofIndex: 3) == SourceLocation(path: "a", line: 2, column: 1))
    }

    @Test(arguments: [
        ("contain", "any"), ("anny", "any"), ("execat", "exact"), ("exatc", "exact"), ("regx", "regex"), ("完全不对", nil),
    ])
    func `the nearest name is offered`(name: String, nearest: String?) {
        #expect(NearestName.find(name, among: ["exact", "prefix", "any", "regex"]) == nearest)
    }
}
