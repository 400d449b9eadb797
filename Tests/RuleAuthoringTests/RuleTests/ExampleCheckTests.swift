import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ExampleCheckTests {
    private func findings(_ rules: String) -> [String] {
        let text = "version: 1\nrules:\n" + rules
        let result = RuleLoader.load([SourceFile(path: "rules.yaml", bytes: Array(text.utf8))])
        return result.diagnostics.filter { $0.code.hasPrefix("RB21") }.map { "\($0.code) \($0.message.english)" }
    }

    @Test func `an example that another rule answers is hijacked`() {
        let found = findings(
            """
              - {id: refund, match: [退款], reply: a, examples: [查退款进度]}
              - {id: progress, match: [退款进度], reply: b}
            """
        )
        #expect(found == ["RB210 The example “查退款进度” is answered by “progress”, not by “refund”"])
    }

    @Test func `the finding says why the other rule wins, and where it is`() throws {
        let text = """
            version: 1
            rules:
              - {id: refund, match: [退款], reply: a, examples: [查退款进度]}
              - {id: progress, match: [退款进度], reply: b}
            """
        let result = RuleLoader.load([SourceFile(path: "rules.yaml", bytes: Array(text.utf8))])
        let related = try #require(result.diagnostics.first { $0.code == "RB210" }?.related.first)
        #expect(related.location.line == 4)
        #expect(related.note.chinese == "“progress” 胜出：关键词“退款进度”（4 字），关键词最长")
        #expect(result.ruleSet == nil)
    }

    @Test func `an example that nothing matches, or that none stops, is not answered`() {
        let found = findings(
            """
              - {id: a, match: {any: [退款], none: [不要]}, reply: a, examples: [发票, 不要退款]}
            """
        )
        #expect(
            found == [
                "RB210 The example “发票” is not answered by “a”: no clause of its `match` matches",
                "RB210 The example “不要退款” is not answered by “a”: it contains “不要”, listed under `none`",
            ]
        )
    }

    @Test func `a counter-example that the rule answers is reported`() {
        let found = findings("  - {id: a, match: [退款], reply: a, counter_examples: [不退款, 发票]}\n")
        #expect(found == ["RB211 The counter-example “不退款” is answered by “a”: keyword \"退款\" (2 characters)"])
    }

    @Test func `a counter-example that another rule takes is fine`() {
        let found = findings(
            """
              - {id: a, match: [退款], reply: a, counter_examples: [退款进度]}
              - {id: b, match: [退款进度], reply: b}
            """
        )
        #expect(found.isEmpty)
    }

    @Test(arguments: [
        ("stage: off", false), ("stage: shadow", false), ("stage: test", false), ("also: true", false),
        ("when: {first_contact: true}", false), ("cooldown: 1h", true), ("priority: 0", true),
    ])
    func `only rules that are there for everybody at any time hijack`(key: String, hijacks: Bool) {
        let found = findings(
            """
              - {id: refund, match: [退款], reply: a, examples: [查退款进度]}
              - {id: progress, match: [退款进度], reply: b, \(key)}
            """
        )
        #expect(found.isEmpty != hijacks)
    }

    @Test func `a rule whose cases all have conditions hijacks nothing`() {
        let found = findings(
            """
              - {id: refund, match: [退款], reply: a, examples: [退款进度]}
              - {id: progress, match: [退款进度], cases: [{when: {first_contact: true}, reply: b}]}
            """
        )
        #expect(found.isEmpty)
    }

    @Test func `a rule's own conditions are taken to hold`() {
        let found = findings(
            #"""
              - {id: ask, match: [查], reply: 单号?, ask: {slot: 单号, for: 1h}}
              - {id: answer, when: {asked: 单号}, match: {regex: '^\d{4}$'}, reply: a, examples: ["1234"]}
              - {id: trial, stage: test, match: [春节], reply: a, examples: [春节]}
              - {id: stopped, stage: off, match: [中秋], reply: a, examples: [国庆]}
            """#
        )
        #expect(found.isEmpty)
    }

    @Test(arguments: [("{first_contact: true}", true), ("{first_contact: false}", false), ("{asked: 单号}", false)])
    func `a rule under the same condition hijacks`(condition: String, hijacks: Bool) {
        let found = findings(
            """
              - {id: refund, match: [退款], when: {first_contact: true}, reply: a, examples: [查退款进度]}
              - {id: progress, match: [退款进度], when: \(condition), reply: b}
              - {id: ask, match: [快递], reply: 单号?, ask: {slot: 单号, for: 1h}}
            """
        )
        #expect(found.isEmpty != hijacks)
    }
}
