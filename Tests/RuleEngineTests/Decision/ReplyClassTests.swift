import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// Who yields first when a follower's day is nearly used.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ReplyClassTests {
    private static let rules = """
        rules:
          - {id: price, match: [价格], reply: 十元}
          - {id: joke, priority: -1, match: [笑话], reply: 哈}
          - {id: agent, match: [人工], reply: 稍候, handoff: {for: 1s}}
          - {id: notice, also: true, priority: -5, match: [提示], reply: 提示}
          - {id: main, priority: -10, match: {all: [提示, 正文]}, reply: 正文}
          - {id: order, match: {exact: [提示订单]}, also: true, reply: 订单}
        fallback: {reply: 兜底}
        """

    private func conversation(sent: Int, _ rules: String = rules) throws -> DecisionConversation {
        var conversation = try DecisionConversation(rules)
        conversation.state.sent = ContactState.DailyCount(day: "2026-02-10", messages: sent)
        return conversation
    }

    @Test(arguments: [
        ("随便说说", ReplyClass.low, 80), ("笑话", .low, 80), ("价格", .ordinary, 90), ("人工", .essential, 100),
    ])
    func `of a hundred a day, each class stops at its own number`(message: String, kind: ReplyClass, end: Int) throws {
        var last = try conversation(sent: end - 1)
        let answered = last.say(message)
        #expect(answered.messages.count == 1 && answered.replyClass == kind)
        var over = try conversation(sent: end)
        let silent = over.say(message)
        #expect(silent.outcome == .silent(.quota) && silent.replyClass == kind)
        #expect(silent.state.sent?.messages == end)
    }

    @Test func `beside an ordinary answer an aside of low priority yields alone`() throws {
        var conversation = try conversation(sent: 80)
        let decision = conversation.say("提示订单")
        #expect(decision.texts == ["订单"])
        #expect(decision.candidates.map(\.fate) == [.firedAlso, .crowdedOut])
        #expect(decision.replyClass == .ordinary)
    }

    @Test func `an answer of rules of low priority alone is low`() throws {
        var conversation = try conversation(sent: 78)
        #expect(conversation.say("提示正文").replyClass == .low)
        var full = try self.conversation(sent: 79)
        #expect(full.say("提示正文").texts == ["正文"])
    }

    @Test func `silence without an answer has no class`() throws {
        var conversation = try conversation(sent: 0)
        #expect(conversation.send(.image).replyClass == nil)
    }

    @Test(arguments: [
        (100, 10, 20), (100, 0, 10), (50, 5, 10), (10, 1, 2), (10, 9, 9), (5, 2, 2), (3, 0, 0), (1, 0, 0),
        (100, 99, 99),
    ])
    func `a tenth of the day and the reserve are closed to the lowest, but never all`(
        daily: Int,
        reserve: Int,
        closed: Int
    ) {
        var limits = RuleLimits()
        (limits.dailyPerUser, limits.reserveForHandoff) = (daily, reserve)
        #expect(limits.closedToLow == closed)
        #expect(limits.daily(for: .low) == daily - closed)
        #expect(ReplyClass.allCases.map(limits.daily) == ReplyClass.allCases.map(limits.daily).sorted())
        #expect(limits.daily(for: .low) >= 1)
    }
}
