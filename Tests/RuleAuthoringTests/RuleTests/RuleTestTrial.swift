import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Tests given as text, run against rules given as text.
struct RuleTestTrial {
    let file: RuleTestFile?
    let diagnostics: [Diagnostic]

    /// Reads tests; the file's `rules` and `defaults` are added.
    init(tests: String) {
        self.init(
            """
            rules: [rules.yaml]
            defaults: {at: "2026-02-10T10:00", user: "2088000000000099"}
            tests:
            \(tests)
            """
        )
    }

    /// Reads a whole test file.
    init(_ yaml: String) {
        let collector = DiagnosticCollector()
        let source = SourceFile(path: "rules_test.yaml", bytes: Array(yaml.utf8))
        let root = DocumentReader(diagnostics: collector).read(source).root
        file = root.flatMap(RuleTestReader(diagnostics: collector).file)
        diagnostics = collector.ordered
    }

    func run(_ rules: RuleSet, goldens: [String: String] = [:]) throws -> RuleTestReport {
        try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message.english))")
        return RuleTestRunner(rules: rules, goldens: goldens).run(try #require(file).tests)
    }

    /// Rules with something for every expectation.
    static let rules = #"""
        rules:
          - {id: refund, match: [退款], reply: 已受理退款}
          - {id: progress, match: {regex: '进度(?<号>\d+)'}, reply: "单号 {{号}}"}
          - {id: many, match: [全部], pick: all, replies: [一, 二]}
          - {id: ask, match: [快递], reply: 单号?, ask: {slot: 单号, for: 30m}}
          - {id: answer, when: {asked: 单号}, match: {regex: '^\d{4}$'}, reply: 收到}
          - {id: agent, match: [人工], reply: 稍候, handoff: {for: 30m}}
          - {id: greeting, match: [你好], reply: 您好, cooldown: 10m}
          - {id: trial, stage: test, match: [退款政策], reply: 新}
          - {id: stopped, stage: off, match: [退款查询], reply: 停}
          - id: books
            event: click
            menu: [BOOKS]
            reply: {articles: [{title: 新书, url: "https://example.com/b", image: "https://example.com/b.png"}]}
          - {id: scene, event: enter, scene: [s1], reply: 扫码}
        fallback: {reply: 没明白}
        """#
}
