import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// Who is heard, where the limits leave no room for all that fired.
@Suite(.timeLimit(.minutes(5)), .watched)
struct MessageBudgetTests {
    static let rules = """
        limits: {messages_per_event: 2, daily_per_user: 5, reserve_for_handoff: 2}
        rules:
          - {id: notice, also: true, priority: 2, match: [退款], reply: 提示, cooldown: 1h, ask: {slot: 原因, for: 1h}}
          - {id: staff, also: true, priority: 1, match: [投诉], reply: 已转, handoff: {for: 30m, notify: 客服群}}
          - {id: refund, match: [退款], reply: 正文}
          - {id: reason, when: {asked: 原因}, match: [因为], reply: 好}
          - {id: pair, match: [两条], pick: all, replies: [一, 二]}
          - {id: quiet, match: [静静], handoff: {for: 30m, notify: 客服群}}
        """

    private func conversation(sent: Int) throws -> DecisionConversation {
        var conversation = try DecisionConversation(Self.rules)
        conversation.state.sent = ContactState.DailyCount(day: "2026-02-10", messages: sent)
        return conversation
    }

    @Test func `the last message of the day is the main answer's`() throws {
        var conversation = try conversation(sent: 2)
        let decision = conversation.say("退款")
        #expect(decision.outcome == .replied(rule: "refund"))
        #expect(decision.texts == ["正文"])
        #expect(decision.candidates.map(\.fate) == [.crowdedOut, .won])
        #expect(decision.state.sent?.messages == 3)
    }

    @Test func `a message that is not sent has no effects`() throws {
        var conversation = try conversation(sent: 2)
        let state = conversation.say("退款").state
        #expect(state.cooldowns.isEmpty && state.question == nil)
    }

    @Test func `with room for both, both are sent and both have their effects`() throws {
        var conversation = try conversation(sent: 1)
        let decision = conversation.say("退款")
        #expect(decision.texts == ["提示", "正文"])
        #expect(decision.state.cooldowns.keys.contains("notice") && decision.state.question?.slot == "原因")
    }

    @Test func `where the main answer does not fit, nothing is sent`() throws {
        var conversation = try conversation(sent: 3)
        let decision = conversation.say("退款")
        #expect(decision.outcome == .silent(.quota))
        #expect(decision.candidates.map(\.fate) == [.consumed(.quota), .consumed(.quota)])
        #expect(decision.state.cooldowns.isEmpty && decision.state.sent?.messages == 3)
    }

    @Test func `beyond the limit of one event an aside has no effects either`() throws {
        var conversation = try conversation(sent: 0)
        let decision = conversation.say("退款两条投诉")
        #expect(decision.texts == ["提示", "正文"])
        #expect(decision.candidates.map(\.fate) == [.firedAlso, .crowdedOut, .won, .lost(.order)])
        #expect(decision.handoffNotice == nil && decision.state.handoffUntil == nil)
    }

    @Test(arguments: [(3, ["已转", "正文"]), (4, []), (5, [])])
    func `the reserve is for answers whose hand-off is heard`(sent: Int, texts: [String]) throws {
        var conversation = try conversation(sent: sent)
        conversation.state.cooldowns["notice"] = DecisionConversation.moment(60)
        let decision = conversation.say("退款投诉")
        #expect(decision.texts == texts)
        #expect((decision.handoffNotice != nil) == !texts.isEmpty)
    }

    @Test func `a hand-off whose reply cannot be sent is not begun`() throws {
        var conversation = try conversation(sent: 5)
        let decision = conversation.say("投诉")
        #expect(decision.outcome == .silent(.quota))
        #expect(decision.handoffNotice == nil && decision.state.handoffUntil == nil)
    }

    @Test func `a hand-off without a reply needs no quota`() throws {
        var conversation = try conversation(sent: 5)
        let decision = conversation.say("静静")
        #expect(decision.outcome == .replied(rule: "quiet"))
        #expect(decision.messages.isEmpty && decision.handoffNotice == "客服群")
        #expect(conversation.say("退款", after: 60).outcome == .silent(.handoff))
    }
}
