import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct FallbackTests {
    static let rules = """
        rules:
          - {id: hours, title: 营业时间, match: [营业时间, 几点开门], reply: a}
          - {id: refund, title: 退款进度, match: [退款进度查询], reply: b}
          - {id: refunds, title: 退款, match: {any: [退款申请], none: [开门]}, reply: c}
          - {id: hidden, match: [退款政策], reply: d}
          - {id: trial, title: 新退款, stage: test, match: [退款政策], reply: e}
        fallback: {cooldown: 60m, suggest: 2, reply: 没太明白。}
        """

    @Test(arguments: [
        ("今天天气怎么样", "没太明白。"),
        ("几点开", "没太明白。\n您是不是想问：\n- 营业时间"),
        ("退款进展", "没太明白。\n您是不是想问：\n- 退款进度\n- 退款"),
        ("退款申怎么弄", "没太明白。\n您是不是想问：\n- 退款\n- 退款进度"),
        ("门", "没太明白。"),
    ])
    func `the fallback suggests the nearest rules`(message: String, reply: String) throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect(conversation.say(message).texts == [reply])
    }

    @Test func `the fallback cools down`() throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect(conversation.say("天气").outcome == .replied(rule: Fallback.id))
        #expect(conversation.say("天气", after: 3_599).outcome == .silent(.cooldown))
        #expect(conversation.say("天气", after: 3_600).outcome == .replied(rule: Fallback.id))
    }

    @Test func `without a fallback a text that no rule is for is unmatched`() throws {
        var conversation = try DecisionConversation("rules: [{id: a, match: [你好], reply: b}]")
        #expect(conversation.say("天气").outcome == .silent(.unmatched))
    }

    @Test func `variables are filled with the event's own values`() throws {
        let rules = try RuleSet.load(
            yaml: """
                account: {name: 桐城书店}
                schedules:
                  白天: {open: [{days: mon-sun, hours: "09:00-18:00"}]}
                rules:
                  - id: r
                    match: {regex: '我叫(?<名字>.+)'}
                    reply: "{{名字}} {{account.name}} {{user.name|默认值:顾客}} {{date}} {{time}} {{schedule.白天.today}}"
                """
        )
        let event = RuleEvent(.text("我叫{{date}}"), userID: "u", messageID: "m", userName: "王*")
        let decision = rules.decide(event, state: ContactState(), at: DecisionConversation.moment())
        #expect(decision.messages == [.text("{{date}} 桐城书店 王* 2026-02-10 10:00 09:00-18:00")])
    }
}
