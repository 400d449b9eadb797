import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct SuggestionTests {
    @Test func `a rule that would not answer now is not suggested`() throws {
        var conversation = try DecisionConversation(
            """
            schedules: {夜里: {open: [{days: mon-sun, hours: "22:00-23:00"}]}}
            rules:
              - {id: cooling, title: 冷却, match: [退款申请], cooldown: 1h, reply: a}
              - {id: closed, title: 关门, match: [退款进度], cases: [{when: {schedule: 夜里}, reply: b}]}
              - {id: hidden, title: 不问, match: [退款单号], when: {asked: 单号}, reply: c}
              - {id: asks, match: [问我], reply: d, ask: {slot: 单号, for: 1h}}
              - {id: open, title: 退款, match: [退款说明], reply: e}
            fallback: {suggest: 3, reply: 没太明白。}
            """
        )
        #expect(conversation.say("退款").texts == ["没太明白。\n您是不是想问：\n- 冷却\n- 退款"])
        conversation.say("退款申请")
        #expect(conversation.say("退款").texts == ["没太明白。\n您是不是想问：\n- 退款"])
        conversation.say("问我")
        #expect(conversation.say("退款").texts == ["没太明白。\n您是不是想问：\n- 不问\n- 退款"])
    }

    @Test(arguments: [(1_983, ["- 退款", "- 退"]), (1_987, ["- 退款"]), (1_988, ["- 退"]), (1_989, []), (2_000, [])])
    func `the text stays within its limit, and suggestions that do not fit are left out`(
        length: Int,
        suggested: [String]
    ) throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: a, title: 退款, match: [退款申请], reply: a}
              - {id: b, title: 退, match: [退款进度], reply: b}
            fallback: {suggest: 2, reply: \(String(repeating: "长", count: length))}
            """
        )
        let text = try #require(conversation.say("退款").texts.first)
        #expect(text.unicodeScalars.count <= RuleLimits.Message().text)
        let lines = text.components(separatedBy: "\n").dropFirst()
        #expect(Array(lines) == (suggested.isEmpty ? [] : ["您是不是想问："] + suggested))
    }

    @Test func `of rules with one title the nearest stands for it`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: a, title: 退款, match: [退款], when: {dates: ["2020-01-01"]}, reply: a}
              - {id: b, title: 退款, match: [款项到账], reply: b}
              - {id: c, title: 到账, match: [到账时间], reply: c}
              - {id: d, title: 退款, match: [款项到账时间], reply: d}
            fallback: {suggest: 2, reply: 嗯。}
            """
        )
        #expect(conversation.say("到账时").texts == ["嗯。\n您是不是想问：\n- 到账\n- 退款"])
    }

    @Test func `the index counts what counting every rule counts`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<100 {
            let words = (0..<36).map { _ in Self.word(&generator) }
            let rules = try Self.rules(words)
            let text = Array((Self.word(&generator) + Self.word(&generator)).unicodeScalars)
            var tally = RuleTally(ruleCount: rules.count)
            SuggestionIndex(of: rules).count(text, in: &tally)
            let expected = rules.map { rule in
                Self.pairs(of: rule.clauses[0].any.map(\.folded)).intersection(Self.pairs(of: [text])).count
            }
            #expect(rules.indices.map { tally.counted.contains($0) ? tally[$0] : 0 } == expected)
            tally.clear()
            #expect(tally.counted.isEmpty)
        }
    }

    private static func word(_ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 2...5, using: &generator))
            .compactMap { _ in ["退", "款", "进", "度", "查", "a"].randomElement(using: &generator) }.joined()
    }

    /// Rules of three words each.
    private static func rules(_ words: [String]) throws -> [Rule] {
        let lines = stride(from: 0, to: words.count, by: 3)
            .map { "  - {id: r\($0), title: t\($0), match: [\(words[$0..<$0 + 3].joined(separator: ", "))], reply: a}" }
        return try RuleSet.load(yaml: "rules:\n" + lines.joined(separator: "\n")).rules
    }

    private static func pairs(of texts: [[Unicode.Scalar]]) -> Set<[Unicode.Scalar]> {
        Set(texts.flatMap { text in zip(text, text.dropFirst()).map { [$0, $1] } })
    }
}
