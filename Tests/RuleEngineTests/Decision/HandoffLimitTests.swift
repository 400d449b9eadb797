import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// How long a hand-off may last, and what ends it.
@Suite(.timeLimit(.minutes(5)), .watched)
struct HandoffLimitTests {
    private static let hour = 3_600
    private static let rules = """
        limits: {handoff_cap: 2h, resume_words: [机器人, $返回]}
        sets: {返回: [返回]}
        rules:
          - {id: agent, match: [人工], reply: 稍候, handoff: {for: 90m}}
          - {id: long, match: [明天], reply: 好, handoff: {for: 3d}}
          - {id: wait, match: [再等], reply: 好的, during_handoff: true, handoff: {for: 90m}}
          - {id: menu, match: {exact: [返回]}, reply: 菜单}
        fallback: {reply: 兜底}
        """

    private func moment(_ hours: Double) -> Date { DecisionConversation.moment(Int(hours * 3_600)) }

    @Test func `a rule cannot prolong a hand-off beyond its cap`() throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect(conversation.say("人工").state.handoffUntil == moment(1.5))
        for step in 1...11 { conversation.say("再等", after: step * Self.hour / 6) }
        #expect(conversation.state.handoffUntil == moment(2))
        #expect(conversation.say("你好", after: 2 * Self.hour - 1).outcome == .silent(.handoff))
        #expect(conversation.say("你好", after: 2 * Self.hour).name == "fallback")
        #expect(conversation.state.handoffLimit == nil)
    }

    @Test func `a new hand-off has the whole time again`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("明天")
        #expect(conversation.state.handoffUntil == moment(2))
        #expect(conversation.say("人工", after: 2 * Self.hour).state.handoffUntil == moment(3.5))
    }

    @Test func `without a cap of its own a file has one of a day`() throws {
        var conversation = try DecisionConversation("rules: [{id: a, match: [人工], reply: b, handoff: {for: 3d}}]")
        #expect(conversation.say("人工").state.handoffUntil == moment(24))
    }

    @Test func `a hand-off that came from outside is capped from the first event on`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.state.handoffUntil = moment(100)
        for step in 0..<12 { conversation.say("再等", after: step * Self.hour / 6) }
        #expect(conversation.state.handoffUntil == moment(2))
    }

    @Test func `an operator may begin anew what has just ended`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("人工")
        conversation.state.handoffUntil = moment(3)
        #expect(conversation.say("你好", after: Self.hour).outcome == .silent(.handoff))
        #expect(conversation.state.handoffUntil == moment(3))
    }

    @Test func `an end that a store has rounded is not another hand-off`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("明天")
        conversation.state.handoffUntil = moment(2).addingTimeInterval(0.0009)
        conversation.say("再等", after: Self.hour)
        #expect(conversation.state.handoffUntil == moment(2))
    }

    @Test func `a clock that goes back makes no hand-off longer than its cap`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("明天")
        conversation.say("再等", after: -10 * Self.hour)
        #expect(conversation.state.handoffUntil == moment(-8))
    }

    @Test(arguments: ["机器人", " 機器人! ", "机 器 人。"])
    func `a word of the file ends the hand-off, however it is written`(word: String) throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("人工")
        let decision = conversation.say(word, after: 60)
        #expect(decision.outcome == .silent(.resumed))
        #expect(decision.state.handoffUntil == nil && decision.state.handoffLimit == nil)
        #expect(conversation.say("你好", after: 70).name == "fallback")
    }

    @Test func `the word is answered by the rule that is for it`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("人工")
        #expect(conversation.say("返回", after: 60).name == "menu")
        #expect(conversation.state.handoffUntil == nil)
    }

    @Test func `a message that only contains the word ends nothing`() throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("人工")
        #expect(conversation.say("叫机器人来", after: 60).outcome == .silent(.handoff))
    }

    @Test func `without a hand-off the word is a message like any other`() throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect(conversation.say("机器人").name == "fallback")
    }

    /// The word is matched by rules that hand off, in every way that a rule can match.
    @Test(arguments: [
        "match: [人工]", "match: {exact: [结束人工]}", "match: {prefix: [结束]}", "match: {suffix: [人工]}",
        "match: {all: [结束, 人工]}", "match: {regex: '人.'}", "match: [$词]", "match: [人工], during_handoff: true",
        "match: [人工], also: true", "match: [人工], priority: 100",
    ])
    func `the word that ends a hand-off never begins one`(match: String) throws {
        let rules = """
            limits: {resume_words: [结束人工]}
            sets: {词: [人工]}
            rules:
              - {id: agent, \(match), reply: 稍候, handoff: {for: 90m}}
              - {id: alone, match: [人工], handoff: {for: 90m}}
              - {id: call, match: {exact: [来人]}, reply: 稍候, handoff: {for: 90m}}
            fallback: {reply: 兜底}
            """
        var conversation = try DecisionConversation(rules)
        conversation.say("来人")
        #expect(conversation.state.handoffUntil != nil)
        let decision = conversation.say("结束人工!", after: 60)
        #expect(decision.outcome == .silent(.resumed))
        #expect(decision.state.handoffUntil == nil && decision.state.handoffLimit == nil)
        #expect(decision.handoffNotice == nil)
        #expect(decision.exclusions.contains { $0.reason == .resuming })
        // Outside of a hand-off it is a message like any other.
        #expect(conversation.say("结束人工", after: 120).state.handoffUntil != nil)
    }

    @Test func `a rule that hands off does not stand before the one that confirms the end`() throws {
        let rules = """
            limits: {resume_words: [结束人工]}
            schedules: {白天: {open: [{days: mon-sun, hours: "09:00-18:00"}]}}
            rules:
              - {id: agent, priority: 100, match: [人工], cases: [{when: {schedule: 白天}, reply: 稍候, handoff: {for: 90m}}, {reply: 下班}]}
              - {id: end, match: {exact: [结束人工]}, reply: 机器人回来了}
            """
        var conversation = try DecisionConversation(rules)
        conversation.say("人工")
        #expect(conversation.say("结束人工", after: 60).name == "end")
        #expect(conversation.state.handoffUntil == nil)
    }
}
