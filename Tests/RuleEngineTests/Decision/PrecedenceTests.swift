import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PrecedenceTests {
    static let rules = """
        rules:
          - {id: regex, match: {regex: '退.*款'}, reply: a}
          - {id: short, match: [退款], reply: b}
          - {id: long, match: [退款进度], reply: c}
          - {id: second-long, match: [款进度吗], reply: c}
          - {id: sum, match: {all: [查询, 退款进度]}, reply: d}
          - {id: whole, match: {exact: [退款进度怎么样]}, reply: e}
          - {id: urgent, priority: 10, match: {regex: '立即'}, reply: f}
          - {id: humble, priority: -10, match: {exact: [退款]}, reply: g}
        fallback: {reply: z}
        """

    @Test(arguments: [
        ("退了一点款", "regex", "a regular expression wins over the fallback"),
        ("我要退款", "short", "a keyword wins over a regular expression"),
        ("退款进度", "long", "a longer keyword wins over a shorter one"),
        ("退款进度吗", "long", "of equally long keywords the first written wins"),
        ("查询退款进度", "sum", "the keywords of `all` are added up"),
        ("退款进度怎么样", "whole", "the whole message wins over a keyword"),
        ("立即退款进度怎么样", "urgent", "a higher priority wins over everything"),
        ("退款", "short", "a lower priority loses against everything"),
        ("天气", "fallback", "the fallback answers what is left"),
    ])
    func `the rules rank as the manual says`(message: String, winner: String, why: String) throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect(conversation.say(message).name == winner, "\(why)")
    }

    @Test(arguments: [
        ("退款进度怎么样", "short", LossReason.tier), ("退款进度", "short", .length), ("退款进度吗", "second-long", .order),
        ("立即退款", "short", .priority), ("退款进度怎么样", "humble", nil),
    ])
    func `a loser names the first comparison that it lost`(message: String, loser: String, reason: LossReason?) throws {
        var conversation = try DecisionConversation(Self.rules)
        let fate = conversation.say(message).candidates.first { $0.rule == loser }?.fate
        #expect(fate == reason.map(CandidateFate.lost))
    }

    @Test func `candidates are in the order of their rank`() throws {
        var conversation = try DecisionConversation(Self.rules)
        let ranked = conversation.say("立即查询退款进度").candidates.map(\.rule)
        #expect(ranked == ["urgent", "sum", "long", "short", "regex"])
    }

    @Test func `also rules answer and let the evaluation go on`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: notice, also: true, priority: 5, match: [退款], reply: 节日期间退款较慢}
              - {id: refund, match: [退款], reply: 已受理}
              - {id: late, also: true, priority: -5, match: [退款], reply: 不会发出}
            """
        )
        let decision = conversation.say("退款")
        #expect(decision.texts == ["节日期间退款较慢", "已受理"])
        #expect(decision.candidates.map(\.fate) == [.firedAlso, .won, .lost(.priority)])
        #expect(decision.outcome == .replied(rule: "refund"))
        #expect(decision.winner?.rule == "refund")
    }

    @Test func `an also rule alone keeps the fallback silent`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: notice, also: true, match: [退款], reply: 提示}
            fallback: {reply: 兜底}
            """
        )
        #expect(conversation.say("退款").texts == ["提示"])
    }

    @Test func `at most messages_per_event messages are sent`() throws {
        var conversation = try DecisionConversation(
            """
            limits: {messages_per_event: 2}
            rules:
              - {id: many, match: [多], pick: all, replies: [一, 二, 三]}
            """
        )
        #expect(conversation.say("多").texts == ["一", "二"])
    }
}
