import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct QuotaTests {
    static let rules = """
        limits: {daily_per_user: 5, reserve_for_handoff: 2}
        rules:
          - {id: hello, match: [你好], reply: 您好, cooldown: 1s, ask: {slot: 名字, for: 1h}}
          - {id: agent, match: [人工], reply: 稍候, handoff: {for: 1s}}
          - {id: name, when: {asked: 名字}, match: [我叫], reply: 好}
        """

    private func conversation(sent: Int, on day: String = "2026-02-10") throws -> DecisionConversation {
        var conversation = try DecisionConversation(Self.rules)
        conversation.state.sent = ContactState.DailyCount(day: day, messages: sent)
        return conversation
    }

    @Test func `sent messages are counted on the account's day`() throws {
        var conversation = try conversation(sent: 0, on: "2026-02-09")
        #expect(conversation.say("你好").state.sent == ContactState.DailyCount(day: "2026-02-10", messages: 1))
        #expect(conversation.say("你好", after: 10).state.sent?.messages == 2)
        let nextDay = conversation.say("你好", after: 14 * 3_600)
        #expect(nextDay.state.sent == ContactState.DailyCount(day: "2026-02-11", messages: 1))
    }

    @Test func `beyond the quota nothing is sent and nothing begins`() throws {
        var conversation = try conversation(sent: 3)
        let decision = conversation.say("你好")
        #expect(decision.outcome == .silent(.quota))
        #expect(decision.messages.isEmpty)
        #expect(decision.candidates.map(\.fate) == [.consumed(.quota)])
        #expect(decision.state.cooldowns.isEmpty)
        #expect(decision.state.question == nil)
        #expect(decision.state.sent?.messages == 3)
    }

    @Test(arguments: [(2, "你好", "hello"), (3, "人工", "agent"), (4, "人工", "agent"), (5, "人工", "(quota)")])
    func `the reserve is for hand-offs`(sent: Int, message: String, name: String) throws {
        var conversation = try conversation(sent: sent)
        #expect(conversation.say(message).name == name)
    }

    @Test func `an answer beyond the quota leaves its question open`() throws {
        var conversation = try conversation(sent: 2)
        conversation.say("你好")
        #expect(conversation.say("我叫小王", after: 5).outcome == .silent(.quota))
        #expect(conversation.state.question?.slot == "名字")
    }
}
