import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Hostile files (RELIABILITY T25): each one loads or ends in an error.
@Suite(.timeLimit(.minutes(5)), .watched)
struct AttackTests {
    private func load(_ text: String) -> RuleLoadResult {
        RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array("version: 1\n\(text)".utf8))])
    }

    private func codes(_ text: String) -> [String] {
        load(text).diagnostics.map(\.code)
    }

    private func bomb(_ levels: Int) -> String {
        let lines = (1...levels)
            .map { "l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 10).joined(separator: ","))]" }
        return (["l0: &l0 [x]"] + lines).joined(separator: "\n")
    }

    @Test func `an alias bomb is refused where it begins`() throws {
        let result = load(bomb(40))
        #expect(result.diagnostics.map(\.code) == ["RB003"])
        #expect(result.diagnostics.first?.location == SourceLocation(path: "a.yaml", line: 2, column: 5))
    }

    @Test func `an alias bomb as a key is refused`() {
        #expect(codes(bomb(40) + "\n? *l40\n: x\n") == ["RB003"])
        #expect(codes("? &a [x, x]\n: &b [*a, *a]\n? [*b, *b]\n: y") == ["RB003"])
    }

    @Test func `an alias bomb without levels is refused`() {
        let word = Array(repeating: "x", count: 1_000).joined(separator: ",")
        let alias = Array(repeating: "*a", count: 1_000).joined(separator: ",")
        #expect(codes("a: &a [\(word)]\nb: [\(alias)]") == ["RB003"])
        #expect(codes("a: &a {b: *a}") == ["RB003"])
        #expect(codes("rules: [&a {<<: *a}]") == ["RB003"])
    }

    @Test func `line ends of every system are line ends`() {
        for end in ["\n", "\r\n", "\r"] {
            let lines = ["rules:", "  - id: a", "    match: [x]", "    reply: y", ""]
            #expect(load(lines.joined(separator: end)).ruleSet?.rules.count == 1, "\(end.utf8.map(\.self))")
        }
    }

    @Test(
        arguments: [
            [0xEF, 0xBB, 0xBF], [0xEF, 0xBB], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x00],
            [0x80], [0xE2, 0x80, 0xA8], [0x7F],
        ] as [[UInt8]]
    )
    func `bytes that are no text are refused wherever they stand`(bytes: [UInt8]) {
        let text = Array("version: 1\nrules: [{id: a, match: [x], reply: y}]\n".utf8)
        for index in [0, 5, 11, 38, text.count] {
            let file = SourceFile(path: "a.yaml", bytes: text[..<index] + bytes + text[index...])
            let result = RuleLoader.load([file])
            #expect(result.diagnostics.first?.code == "RB001", "\(bytes) at \(index)")
            #expect(result.ruleSet == nil)
        }
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `ten thousand levels are refused`(opening: String) {
        let result = load("rules: \n " + String(repeating: opening, count: 10_000))
        #expect(!result.diagnostics.isEmpty)
        #expect(result.ruleSet == nil)
    }

    @Test func `more than 32 levels are refused`() {
        let nested = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(codes("rules: \(nested)") == ["RB003"])
    }

    @Test func `sets within sets cannot flood the memory`() {
        let words = (0..<1_000).map { "w\($0)" }.joined(separator: ", ")
        let doubled = (1...20).map { "  d\($0): [$d\($0 - 1), $d\($0 - 1)]" }.joined(separator: "\n")
        #expect(codes("sets:\n  d0: [\(words)]\n\(doubled)").isEmpty)
        let repeated = (1...500).map { "  s\($0): [$s0]" }.joined(separator: "\n")
        #expect(Set(codes("sets:\n  s0: [\(words)]\n\(repeated)")) == ["RB013"])
    }

    @Test func `sets nested too deep are refused`() {
        let sets = (1...40).reversed().map { "  s\($0): [$s\($0 - 1)]" }.joined(separator: "\n")
        #expect(codes("sets:\n\(sets)\n  s0: [x]") == ["RB013"])
    }

    @Test func `ten megabytes of comment load`() {
        let comment = "# " + String(repeating: "x", count: 78) + "\n"
        let rules = load(String(repeating: comment, count: 131_072) + "rules: [{id: a, match: [x], reply: y}]")
        #expect(rules.ruleSet?.rules.count == 1)
    }

    @Test func `ten megabytes of entries are refused`() {
        #expect(codes("rules:\n" + String(repeating: "- x\n", count: 2_600_000)) == ["RB003"])
    }

    @Test func `more than the size limit is refused`() {
        let bytes = [UInt8](repeating: 0x23, count: SourceDecoding.byteLimit + 1)
        #expect(RuleLoader.load([SourceFile(path: "a.yaml", bytes: bytes)]).diagnostics.map(\.code) == ["RB001"])
    }

    @Test(arguments: [
        "%YAML 9.9\n---\na: b", "%TAG ! x:\n---\n!a b", "a: !!binary x", "!!map {a: b}", "? [a, b]\n: c", "<<: {a: b}",
        "- a\n- b",
        "just text", "\u{0085}", "a: \"\\ud800\"", "a: \"\\x00\"", "\"a\n", "- - -\n -", "...\n...", "---", "--- |\n a",
        "a: |9\n  b",
        "{", "]", "a: 'b", "'", "*a", "&a", "@", "`", "|", ">", "?", "? ?", ":", "a:b:c: d: e", "\u{FEFF}a: b",
        "a:\n\t- b",
    ])
    func `odd files end in an error`(text: String) {
        let result = RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
        #expect(!result.diagnostics.isEmpty)
        #expect(result.ruleSet == nil)
        for finding in result.diagnostics {
            let text = DiagnosticRenderer().render(finding, source: result.sources["a.yaml"], language: .chinese)
            #expect(text.hasPrefix("a.yaml:\(finding.location.line):"))
        }
    }

    @Test func `cutting or changing any byte of a file never crashes`() throws {
        let text = """
            version: 1
            sets: {问候: [你好, $否定], 否定: ["不要", '别']}
            rules:
              - id: 甲
                match: [{any: [$问候], regex: '(?<单号>[a-z]+)：\\d+'}]
                cases:
                  - {when: {dates: [2026-02-10]}, reply: "{{单号|url}}"}
                  - reply: |
                      一 {{单号|默认值:无}}
            """
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            _ = RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array(bytes[..<index]))])
            for replacement in Array("\n\t:{[&*!'\"#|-\u{0}".utf8) {
                var changed = bytes
                changed[index] = replacement
                _ = RuleLoader.load([SourceFile(path: "a.yaml", bytes: changed)])
            }
        }
    }
}
