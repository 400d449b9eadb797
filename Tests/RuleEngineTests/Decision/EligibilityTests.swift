import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct EligibilityTests {
    static let staged = """
        account: {testers: ["2088000000000001"]}
        rules:
          - {id: trial, stage: test, match: [春节活动], reply: 新}
          - {id: silent, stage: shadow, match: [春节], reply: 影}
          - {id: stopped, stage: off, match: [春节活动安排], reply: 停}
          - {id: old, match: [活动], reply: 旧}
        fallback: {reply: 兜底}
        """

    @Test func `stage test answers testers`() throws {
        var conversation = try DecisionConversation(Self.staged, user: "2088000000000001")
        let decision = conversation.say("春节活动")
        #expect(decision.name == "trial")
        #expect(decision.shadow.isEmpty)
    }

    @Test func `for others a rule in test is recorded where it would have answered`() throws {
        var conversation = try DecisionConversation(Self.staged)
        let decision = conversation.say("春节活动")
        #expect(decision.name == "old")
        #expect(decision.shadow == ["trial", "silent"])
        #expect(decision.state.cooldowns.isEmpty)
    }

    @Test func `a shadow that ranks behind the winner is not recorded`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: silent, stage: shadow, match: [春节], reply: 影}
              - {id: old, match: [春节活动], reply: 旧}
            """
        )
        let decision = conversation.say("春节活动")
        #expect(decision.shadow.isEmpty)
        #expect(decision.candidates.map(\.fate) == [.won, .unreached])
    }

    @Test func `a shadow is recorded where nothing else answers`() throws {
        var conversation = try DecisionConversation(Self.staged)
        let decision = conversation.say("春节")
        #expect(decision.name == "fallback")
        #expect(decision.shadow == ["silent"])
    }

    @Test func `rules that are as if absent are reported with the reason`() throws {
        var conversation = try DecisionConversation(
            """
            schedules:
              夜间: {open: [{days: mon-sun, hours: "22:00-06:00"}]}
            rules:
              - {id: stopped, stage: off, match: [退款], reply: a}
              - {id: night, when: {schedule: 夜间}, match: [退款], reply: b}
              - {id: cases, match: [退款], cases: [{when: {schedule: 夜间}, reply: c}]}
              - {id: vetoed, match: {any: [退款], none: [不要]}, reply: d}
              - {id: unrelated, stage: off, match: [发票], reply: e}
            """
        )
        let reasons = conversation.say("不要退款").exclusions.map { "\($0.rule): \($0.reason)" }
        #expect(
            reasons == [
                "stopped: off", "night: condition", "cases: noCase", "vetoed: noneKeyword(\"不要\")",
            ]
        )
    }

    @Test func `the first case that holds is used`() throws {
        var conversation = try DecisionConversation(
            """
            schedules:
              白天: {open: [{days: mon-sun, hours: "09:00-18:00"}]}
            rules:
              - id: open
                match: [开门]
                cases:
                  - {when: {not_schedule: 白天}, reply: 关}
                  - {when: {schedule: 白天}, reply: 开}
                  - {reply: 不会到这里}
            """
        )
        let day = conversation.say("开门")
        #expect(day.texts == ["开"])
        #expect(day.candidates.map(\.caseNumber) == [2])
        #expect(day.candidates.map(\.caseCount) == [3])
        #expect(conversation.say("开门", after: 9 * 3_600).texts == ["关"])
    }

    @Test(arguments: [
        (RuleEvent.Content.follow(scene: nil), "any-follow"), (.follow(scene: "shop1"), "scene"),
        (.click(menu: "NEW"), "menu"), (.click(menu: "new"), "(unmatched)"), (.enter(scene: "x"), "enter"),
        (.image, "(unmatched)"), (.unknown, "(unmatched)"),
    ])
    func `rules for other events match by menu and scene`(event: RuleEvent.Content, name: String) throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: scene, event: follow, scene: [shop1], priority: 1, reply: a}
              - {id: any-follow, event: follow, reply: b}
              - {id: menu, event: click, menu: [NEW], reply: "{{menu}}"}
              - {id: enter, event: enter, reply: c}
            fallback: {reply: 兜底}
            """
        )
        let decision = conversation.send(event)
        #expect(decision.name == name)
        #expect(decision.text == nil)
    }

    @Test func `a menu key or scene in another spelling is another one`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: menu, event: click, menu: ["caf\\u00E9"], reply: a}
              - {id: scene, event: enter, scene: ["caf\\u00E9"], reply: b}
            """
        )
        #expect(conversation.send(.click(menu: "caf\u{E9}")).name == "menu")
        #expect(conversation.send(.click(menu: "cafe\u{301}")).name == "(unmatched)")
        #expect(conversation.send(.enter(scene: "caf\u{E9}")).name == "scene")
        #expect(conversation.send(.enter(scene: "cafe\u{301}")).name == "(unmatched)")
    }
}
