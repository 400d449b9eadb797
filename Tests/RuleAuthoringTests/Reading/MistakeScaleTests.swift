import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The search for mistakes in large and damaged files ends, in time linear in the size of the file.
@Suite(.timeLimit(.minutes(5)), .watched)
struct MistakeScaleTests {
    private static func load(_ text: String) -> RuleLoadResult {
        RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array("version: 1\n\(text)".utf8))])
    }

    @Test(arguments: [
        ("sets:\n  a:\n", "    - 词 #1\n", "rules: [{id: a, match: [$a], reply: r}]"),
        ("sets:\n  a:\n", "    - “词”\n", "rules: [{id: a, match: [$a], reply: r}]"),
        ("sets:\n  a:\n", "    - ＄词\n", "rules: [{id: a, match: [$a], reply: r}]"),
        ("sets:\n  a:\n    - 词\n", "      词\n", "rules: [{id: a, match: [$a], reply: r}]"),
        ("rules:\n  - id: a\n    match: [x]\n    reply: >\n", "      一行\n", ""),
        ("rules:\n  - id: a\n    match: [x]\n    reply: |\n", "      一行 {名} \\n\n", ""),
        ("rules:\n  - id: a\n    match: [x]\n    reply: \"一行\n", "      一行\n", "\""),
        ("rules:\n  - id: a\n    match: [x]\n    reply: \"一行\n", "      一行\n", "      title: \"x\"\n"),
        ("rules:\n  - id: a\n    match: [x,\n", "      一行 #，\n", "    reply: r\n"),
        ("rules:\n  - id: a\n    match: [x]\n", "    # 注释\n", "　　reply: r\n    title: t\n"),
        ("rules:\n", "<<<<<<< HEAD\n=======\n>>>>>>> x\n", ""),
        ("rules:\n", "=======\n", "x"),
        ("rules:\n  - {id: a, match: [x], reply: 好", ",说", "}\n"),
        ("rules:\n  - {id: a, match: [x], pick: all, replies: [好", ",说", "]}\n"),
        ("rules:\n  - id: a\n    match: [x]\n    reply: '", "{", "'\n"),
        ("rules:\n  - id: a\n    match: [x]\n    reply: '", "\\\\", "'\n"),
        ("fallback:\n  reply: x\n", "\n", "  - id: a\n"),
    ])
    func `twenty thousand times the same mistake`(start: String, middle: String, end: String) {
        let result = Self.load(start + String(repeating: middle, count: 20_000) + end)
        #expect(!result.diagnostics.isEmpty)
        #expect(result.diagnostics.count <= DiagnosticCollector.limit)
        for finding in result.diagnostics.prefix(3) {
            let text = DiagnosticRenderer().render(finding, source: result.sources["a.yaml"], language: .chinese)
            #expect(text.utf8.count < 4_000, "\(finding.code)")
        }
    }

    @Test func `a hundred thousand plain keywords have no finding`() {
        let words = (0..<100_000).map { "    - 词语\($0)\n" }.joined()
        #expect(Self.load("sets:\n  a:\n\(words)rules: [{id: a, match: [$a], reply: r}]").diagnostics.isEmpty)
    }

    /// Seeded damage as if by hand: removed, inserted and replaced characters.
    @Test(arguments: [UInt64(1), 2, 3])
    func `a file that was damaged anywhere is read to its end`(seed: UInt64) throws {
        let text = Array(try DecisionShop.text("shop.yaml").unicodeScalars)
        let signs = Array("\"'#：，「」“”｜　\u{A0}\t\n[]{}<=>-*&!%@\\$＄\u{200B}|>?,:".unicodeScalars)
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for _ in 0..<100 {
            var damaged = text
            for _ in 0...next(3) {
                let index = next(damaged.count)
                switch next(3) {
                case 0: damaged.remove(at: index)
                case 1: damaged.insert(signs[next(signs.count)], at: index)
                default: damaged[index] = signs[next(signs.count)]
                }
            }
            let yaml = String(String.UnicodeScalarView(damaged))
            let result = RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array(yaml.utf8))])
            for finding in result.diagnostics {
                #expect(finding.location.line >= 1 && finding.location.column >= 1)
                _ = DiagnosticRenderer().render(finding, source: result.sources["a.yaml"], language: .english)
            }
            #expect(result.ruleSet != nil || !result.diagnostics.isEmpty)
        }
    }
}
