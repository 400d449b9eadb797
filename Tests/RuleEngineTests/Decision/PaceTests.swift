import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// What the bot makes of followers who write very fast (RELIABILITY T28).
@Suite(.timeLimit(.minutes(5)), .watched)
struct PaceTests {
    private static let rules = """
        rules:
          - {id: any, match: {regex: '[0-9]'}, reply: 好}
          - {id: ask, match: {exact: [一]}, reply: 请说, ask: {slot: 数, for: 10m}}
          - {id: answer, priority: 1, when: {asked: 数}, reply: 收到}
          - {id: menu, event: click, reply: 菜单}
          - {id: quiet, match: {exact: [悄悄]}, handoff: {for: 1s}}
        fallback: {reply: 兜底}
        """

    @Test func `ten events in a minute are answered, and not one more`() throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect((1...10).map { conversation.say("\($0)", after: $0).name } == Array(repeating: "any", count: 10))
        let decision = conversation.say("11", after: 11)
        #expect(decision.outcome == .silent(.flood))
        #expect(decision.candidates.map(\.fate) == [.consumed(.flood)] && decision.messages.isEmpty)
        #expect(decision.state.sent?.messages == 10)
        #expect(conversation.say("12", after: 60).outcome == .silent(.flood))
        #expect(conversation.say("13", after: 61).name == "any")
        #expect(conversation.say("14", after: 61).outcome == .silent(.flood))
    }

    @Test func `clicks and the fallback count as well`() throws {
        var conversation = try DecisionConversation(Self.rules)
        for second in 1...9 { conversation.send(.click(menu: "A"), after: second) }
        #expect(conversation.say("随便", after: 10).name == "fallback")
        #expect(conversation.send(.click(menu: "A"), after: 11).outcome == .silent(.flood))
        #expect(conversation.say("说说", after: 11).outcome == .silent(.flood))
    }

    @Test func `a hand-off without a reply is neither counted nor refused`() throws {
        var conversation = try DecisionConversation("limits: {per_minute: 1}\n" + Self.rules)
        conversation.say("1")
        #expect(conversation.say("悄悄", after: 1).name == "quiet")
        #expect(conversation.say("2", after: 2).outcome == .silent(.flood))
    }

    @Test(arguments: [(0, false), (9, false), (10, true)])
    func `the same question is answered again after ten seconds`(seconds: Int, isAnswered: Bool) throws {
        var conversation = try DecisionConversation(Self.rules)
        conversation.say("订单 1")
        let decision = conversation.say("訂單１!", after: seconds)
        #expect(decision.outcome == (isAnswered ? .replied(rule: "any") : .silent(.repeated)))
    }

    @Test func `asking again and again does not put off the answer`() throws {
        var conversation = try DecisionConversation(Self.rules)
        let names = stride(from: 0, through: 20, by: 5).map { conversation.say("1", after: $0).name }
        #expect(names == ["any", "(repeated)", "any", "(repeated)", "any"])
    }

    @Test func `the same text with another meaning is answered at once`() throws {
        var conversation = try DecisionConversation(Self.rules)
        #expect(conversation.say("一").name == "ask")
        #expect(conversation.say("一", after: 1).name == "answer")
    }

    @Test func `twenty events within a minute mute the bot for ten`() throws {
        var conversation = try DecisionConversation(Self.rules)
        for second in 1...19 { conversation.say("\(second)", after: 3 * second) }
        #expect(conversation.state.pace?.isMuted == false)
        #expect(conversation.send(.image, after: 60).outcome == .silent(.loop))
        let muted = conversation.say("21", after: 61)
        #expect(muted.outcome == .silent(.loop))
        #expect(muted.messages.isEmpty && muted.candidates.isEmpty && muted.exclusions.isEmpty)
        #expect(conversation.say("悄悄", after: 600).outcome == .silent(.loop))
        #expect(conversation.say("22", after: 659).outcome == .silent(.loop))
        #expect(conversation.say("23", after: 660).name == "any")
    }

    @Test func `twenty events in more than a minute are no loop`() throws {
        var conversation = try DecisionConversation(Self.rules)
        for index in 0..<100 { conversation.say("\(index)", after: index * 60 / 19 + index / 19) }
        #expect(conversation.state.pace?.isMuted == false)
    }

    @Test func `a loop that goes on stays muted, without one answer`() throws {
        var conversation = try DecisionConversation(Self.rules)
        let names = (0..<1_000).map { conversation.say("\($0)", after: 2 * $0).name }
        #expect(names.count { $0 == "any" } <= 10)
        #expect(Set(names.dropFirst(20)) == ["(loop)"])
    }

    /// RELIABILITY T28.
    @Test func `a thousand messages in a minute get ten replies`() throws {
        var conversation = try DecisionConversation(Self.rules)
        let replies = (0..<1_000).map { conversation.say("\($0)", after: $0 * 60 / 1_000).messages.count }
        #expect(replies.reduce(0, +) == 10)
    }

    @Test func `a person's answer is no loop`() throws {
        var conversation = try DecisionConversation(
            "rules: [{id: agent, match: [人工], reply: 稍候, handoff: {for: 30m}}, {id: any, match: [好], reply: 好}]"
        )
        conversation.say("人工")
        for second in 1...100 { #expect(conversation.say("\(second)", after: second).outcome == .silent(.handoff)) }
        #expect(conversation.say("好", after: 1_800).name == "any")
    }

    @Test func `without a limit for the minute nothing is counted`() throws {
        var conversation = try DecisionConversation("limits: {per_minute: 0}\n" + Self.rules)
        conversation.state.sent = nil
        for _ in 0..<90 { #expect(conversation.say("1").name == "any") }
        #expect(conversation.state.pace == nil)
    }
}
