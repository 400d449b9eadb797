import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Files that would be slow if the lints compared all pairs.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ManyRulesTests {
    @Test func `many rules with many keywords are linted`() throws {
        let rules = (0..<8_000).map { "  - {id: r\($0), match: [词\($0)甲, 词\($0)乙, 问\($0)], reply: r}\n" }
        let lost = "  - {id: top, priority: 1, match: [问题], reply: r}\n  - {id: lost, match: [有问题], reply: r}\n"
        #expect(try CheckedRules("rules:\n" + rules.joined() + lost).findings.map(\.code) == ["RB203"])
    }

    @Test func `many rules with the same words are linted`() throws {
        let rules = (0..<3_000).map { "  - {id: r\($0), match: [退款, 退货], priority: \($0 % 7), reply: r}\n" }
        let findings = try CheckedRules("rules:\n" + rules.joined()).findings
        #expect(findings.count > 10)
        // With so many unreachable rules the trials run out, which RB212 says once.
        #expect(findings.count { $0.code == "RB212" } == 1)
        #expect(findings.allSatisfy { ["RB203", "RB212"].contains($0.code) })
    }

    @Test func `many expressions are compared as far as the budget goes`() throws {
        let rules = (0..<400)
            .map { number in
                #"  - {id: r\#(number), match: {regex: '^[ab]*a[ab]{\#(number % 20)}c?\d{2,\#(number % 30 + 2)}x?$'}, reply: r}"#
                    + "\n"
            }
        _ = try CheckedRules("rules:\n" + rules.joined())
    }

    @Test func `ten thousand rules with titles, menus and a hundred thousand keywords are linted`() throws {
        let rules = (0..<10_000)
            .map { number in
                let words = (0..<10).map { "词\(number)之\($0)" }.joined(separator: ", ")
                return "  - {id: r\(number), title: 词\(number)之0, priority: \(number % 3), match: [\(words)], "
                    + "reply: \"回复 1 或 2、3\"}\n"
            }
        let menu = "  - {id: menu, match: {regex: '^[123]$'}, reply: r, examples: ['1']}\n"
        let head = "limits: {resume_words: [返回]}\nrules:\n"
        #expect(try CheckedRules(head + rules.joined() + menu + "fallback: {suggest: 3, reply: r}\n").codes == [])
    }
}
