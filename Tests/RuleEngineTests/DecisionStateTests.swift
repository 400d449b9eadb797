import Foundation
import Testing

@testable import RuleEngine

struct DecisionStateTests {
    @Test func `a cooling rule takes the message and keeps the fallback silent`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: greeting, match: [你好], reply: 您好, cooldown: 10m}
            fallback: {reply: 兜底}
            """
        )
        #expect(conversation.say("你好").name == "greeting")
        let cooling = conversation.say("你好", after: 599)
        #expect(cooling.outcome == .silent(.cooldown))
        #expect(cooling.candidates.map(\.fate) == [.consumed(.cooldown)])
        #expect(conversation.say("你好", after: 600).name == "greeting")
    }

    @Test func `while_cooling next gives the message to the next rule`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: first, match: [你好], reply: 一, cooldown: 10m, while_cooling: next}
              - {id: second, match: [你好], reply: 二}
            """
        )
        conversation.say("你好")
        let decision = conversation.say("你好", after: 60)
        #expect(decision.name == "second")
        #expect(decision.candidates.map(\.fate) == [.passedOn, .won])
    }

    @Test func `a cooling also rule does not keep the next rule silent`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: notice, also: true, priority: 1, match: [你好], reply: 一, cooldown: 10m}
              - {id: greeting, match: [你好], reply: 二}
            """
        )
        #expect(conversation.say("你好").texts == ["一", "二"])
        #expect(conversation.say("你好", after: 60).texts == ["二"])
    }

    @Test func `a hand-off silences the bot until it ends`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: agent, match: [人工], reply: 稍候, handoff: {for: 30m, notify: 客服群}}
              - {id: address, match: [地址], reply: 桐城, during_handoff: true}
            fallback: {reply: 兜底}
            """
        )
        let start = conversation.say("人工")
        #expect(start.handoffNotice == "客服群")
        #expect(start.state.handoffUntil == DecisionConversation.moment(1_800))
        #expect(conversation.say("随便说说", after: 60).outcome == .silent(.handoff))
        #expect(conversation.say("人工", after: 60).candidates.isEmpty)
        #expect(conversation.say("地址", after: 60).name == "address")
        let after = conversation.say("随便说说", after: 1_800)
        #expect(after.name == "fallback")
        #expect(after.state.handoffUntil == nil)
    }

    @Test func `an answer fills the slot and closes the question`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: ask, match: [改名], reply: 叫什么?, ask: {slot: 名字, for: 10m}}
              - {id: answer, when: {asked: 名字}, reply: "{{slot.名字}} 已登记"}
            fallback: {reply: 兜底}
            """
        )
        #expect(conversation.say("改名").state.question?.slot == "名字")
        let answer = conversation.say("  Ｔom  ", after: 60)
        #expect(answer.texts == ["Tom 已登记"])
        #expect(answer.state.question == nil)
        #expect(answer.state.slots == ["名字": "Tom"])
        #expect(conversation.say("Tom", after: 120).name == "fallback")
    }

    @Test func `a capture with the slot's name is the answer`() throws {
        var conversation = try DecisionConversation(
            #"""
            rules:
              - {id: ask, match: [查], reply: 单号?, ask: {slot: 单号, for: 10m}}
              - {id: answer, when: {asked: 单号}, match: {regex: '(?<单号>\d{4})'}, reply: "{{单号}}"}
            """#
        )
        conversation.say("查")
        #expect(conversation.say("是1234哦", after: 1).state.slots == ["单号": "1234"])
    }

    @Test func `a question lapses, and nothing of it is left`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: ask, match: [查], reply: 单号?, ask: {slot: 单号, for: 10m}}
              - {id: answer, when: {asked: 单号}, reply: 收到}
            """
        )
        conversation.say("查")
        let late = conversation.say("1234", after: 600)
        #expect(late.outcome == .silent(.unmatched))
        #expect(late.state.question == nil)
    }

    @Test func `first_contact holds for the first event only`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: welcome, when: {first_contact: true}, match: [你好], reply: 初次见面}
              - {id: again, when: {first_contact: false}, match: [你好], reply: 又见面了}
            """
        )
        #expect(conversation.say("你好").name == "welcome")
        #expect(conversation.say("你好").name == "again")
    }

    @Test func `leaving counts as contact and returns a state`() throws {
        var conversation = try DecisionConversation("rules: [{id: a, match: [你好], reply: b}]")
        let decision = conversation.send(.unfollow)
        #expect(decision.outcome == .silent(.unmatched))
        #expect(decision.state.isKnown)
    }

    @Test func `dates are days of the account's time zone`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: tenth, when: {dates: ["2026-02-10"]}, match: [今天], reply: 十号}
            """
        )
        #expect(conversation.say("今天", after: 14 * 3_600 - 1).name == "tenth")
        #expect(conversation.say("今天", after: 14 * 3_600).name == "(unmatched)")
    }
}
