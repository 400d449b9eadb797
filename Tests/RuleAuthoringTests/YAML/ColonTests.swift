import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The place that is reported for a misspelt or missing colon.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ColonTests {
    private func finding(_ text: String) throws -> Diagnostic {
        let result = RuleLoader.load([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
        return try #require(result.diagnostics.first)
    }

    private let advice = "YAML syntax: a field's name needs “:” and a space behind it"

    @Test(arguments: [
        ("version: 1\nrules:\n  - id: a\n    reply：好\n    title: t", 4, 10), ("rules：\n  - id: a", 1, 6),
        ("version：1\nrules: []", 1, 8), ("version：1\n\n# 规则\nrules: []", 1, 8),
        ("rules:\n  - id: a\n    match:[x]\n    reply: y", 3, 10), ("rules:\n  - id：a\n    reply: y", 2, 7),
        ("sets:\n  退款词：[退款]\n  发票词: [发票]", 2, 6), ("rules:\n  - id: a\n    match: [x]\n    reply:y", 4, 10),
    ])
    func `the colon that misled the parser is pointed out`(text: String, line: Int, column: Int) throws {
        let finding = try finding(text)
        #expect(finding.code == "RB003")
        #expect(finding.message.english == advice)
        #expect(finding.location == SourceLocation(path: "a.yaml", line: line, column: column))
    }

    @Test(arguments: [
        "rules:\n  - id: a\n    reply: |\n      时间：9点\n    title: b: c", "rules:\n  - 提示：稍候\n  - @客服",
        "rules:\n  - https://example.com\n  - @客服", "rules:\n  - id: a\n    reply: 网址: https://example.com",
    ])
    func `other mistakes are not put down to a colon`(text: String) throws {
        #expect(try finding(text).message.english != advice)
    }

    @Test(arguments: [
        ("a: {b: {a: 1}, a: 2, a: 3}", 1, 22), ("rules: [{id: 'x, id: y', id: z}]", 1, 26),
        ("rules: [{id: x, tags: [id: a], id: z}]", 1, 32),
        ("rules: [{id: x, tags: {b: c, id: a}, id: z}]", 1, 38),
    ])
    func `a repeated key is pointed out, not the same word inside brackets or quotes`(
        text: String,
        line: Int,
        column: Int
    ) throws {
        let finding = try finding(text)
        #expect(finding.code == "RB002")
        #expect(finding.location == SourceLocation(path: "a.yaml", line: line, column: column))
    }
}
