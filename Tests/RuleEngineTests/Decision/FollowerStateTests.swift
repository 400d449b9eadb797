import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct FollowerStateTests {
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

    /// Asks at the start, is answered after a minute, and tells the answer whenever it is asked.
    private static func addressRules(_ account: String) -> String {
        """
        \(account)
        rules:
          - {id: ask, match: [送货], reply: 地址?, ask: {slot: 地址, for: 2d}}
          - {id: answer, when: {asked: 地址}, reply: "{{slot.地址}}"}
          - {id: tell, match: [哪里], reply: "{{slot.地址|default:不知道}}"}
        fallback: {reply: 兜底}
        """
    }

    @Test(arguments: [("account: {name: 店}", 86_400), ("account: {slots_keep: 2h}", 7_200), ("", 86_400)])
    func `an answer is kept for slots_keep after it was given, and not a second longer`(
        account: String,
        keep: Int
    ) throws {
        var conversation = try DecisionConversation(Self.addressRules(account))
        conversation.say("送货")
        conversation.say("桐城路一号", after: 60)
        #expect(conversation.state.oldestAnswer == DecisionConversation.moment(60))
        var earlier = conversation
        #expect(earlier.say("哪里", after: 60 + keep - 1).texts == ["桐城路一号"])
        let late = conversation.say("哪里", after: 60 + keep)
        #expect(late.texts == ["不知道"])
        #expect(late.state.slots.isEmpty && late.state.answered == nil && late.state.oldestAnswer == nil)
    }

    @Test func `any event forgets an old answer, and a new answer counts from its own time`() throws {
        var conversation = try DecisionConversation(Self.addressRules("account: {slots_keep: 1h}"))
        conversation.say("送货")
        conversation.say("桐城路一号", after: 60)
        conversation.say("送货", after: 3_000)
        conversation.say("桐城路二号", after: 3_060)
        #expect(conversation.say("哪里", after: 6_000).texts == ["桐城路二号"])
        let left = conversation.send(.unfollow, after: 6_660)
        #expect(left.state.slots.isEmpty)
    }

    @Test func `answers are forgotten without an event, those given later are kept`() throws {
        var state = ContactState()
        state.slots = ["地址": "桐城路一号", "电话": "13800000000", "旧": "没有时间"]
        state.answered = ["地址": DecisionConversation.moment(0), "电话": DecisionConversation.moment(10)]
        #expect(state.oldestAnswer == .distantPast)
        state.forgetAnswers(givenUntil: DecisionConversation.moment(-1))
        #expect(state.slots.keys.sorted() == ["地址", "电话"])
        state.forgetAnswers(givenUntil: DecisionConversation.moment(9))
        #expect(state.slots == ["电话": "13800000000"] && state.answered?.count == 1)
        state.forgetAnswers(givenUntil: DecisionConversation.moment(10))
        #expect(state.slots.isEmpty && state.answered == nil)
    }

    @Test func `a state holds as long as its last cooldown, question, hand-off or muting`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: gift, match: [礼物], reply: 一次, cooldown: 60d}
              - {id: ask, match: [送货], reply: 地址?, ask: {slot: 地址, for: 2d}}
              - {id: answer, when: {asked: 地址}, match: [路], reply: 好}
              - {id: agent, match: [人工], reply: 稍候, handoff: {for: 3d}}
            limits: {handoff_cap: 5d}
            fallback: {reply: 兜底}
            """
        )
        func moment(_ days: Int) -> Date { DecisionConversation.moment(days * 86_400) }
        #expect(conversation.say("你好").state.holdsUntil == nil)
        #expect(conversation.say("送货").state.holdsUntil == moment(2))
        #expect(conversation.say("人工").state.holdsUntil == moment(3))
        #expect(conversation.say("礼物", after: 3 * 86_400).state.holdsUntil == moment(63))
        var loop = try DecisionConversation("fallback: {reply: 兜底}")
        for _ in 0..<20 { loop.say("哈") }
        #expect(loop.state.holdsUntil == DecisionConversation.moment(600))
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
