import Evidence
import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct FollowUpTests {
    private static let rules = """
        schedules:
          夜班:
            open: [{days: mon-sun, hours: "22:00-23:00"}]
        rules:
          - {id: 退款, match: [退款], reply: 请发单号。}
          - {id: 运费, match: [运费], reply: 运费 8 元。}
          - id: 人工
            match: [人工]
            cases:
              - {when: {schedule: 夜班}, reply: 稍候。, handoff: {for: 30m}}
              - {reply: 已下班。}
          - {id: 快递, match: [快递], reply: 单号？, ask: {slot: 单号, for: 10m}}
          - {id: 收单号, when: {asked: 单号}, match: {regex: '^\\d{5}$'}, reply: 收到。}
        fallback: {reply: 没听懂。, cooldown: 60m}
        """

    private static let follower = FollowerKey(account: "2021000000000001", user: "2088000000000099")

    /// The follow-ups of what a follower says, each message after so many seconds.
    private static func followUps(_ said: [(Int, String)], end: Int = 100_000) throws -> [FollowUp?] {
        try followUps(said.map { ($0, .text($1)) }, end: end)
    }

    private static func followUps(
        _ events: [(Int, RuleEvent.Content)],
        end: Int = 100_000,
        isEveryTurnTagged: Bool = false
    ) throws -> [FollowUp?] {
        var talk = try DecisionConversation(rules)
        let index = RuleIndex(of: talk.rules)
        var tracker = FollowUpTracker<Int>()
        var found: [FollowUp?] = []
        for (seconds, content) in events {
            let decision = talk.send(content, after: seconds)
            let event = RuleEvent(content, userID: follower.user, messageID: "m\(seconds)")
            let moment = DecisionConversation.moment(seconds)
            let turn = ConversationTurn(decision, on: event, of: follower, at: moment, rules: index)
            found += tracker.note(turn, tag: turn.isMessage || isEveryTurnTagged ? seconds : nil).map(\.followUp)
        }
        return found + tracker.finish(at: DecisionConversation.moment(end)).map(\.followUp)
    }

    @Test func `silence for ten minutes is content, and a message within them is not`() throws {
        #expect(try Self.followUps([(0, "退款"), (600, "运费")]) == [.content, .content])
        #expect(try Self.followUps([(0, "退款"), (599, "运费")]) == [.askedAgain, .content])
    }

    @Test func `traffic that ends within ten minutes leaves the follow-up unknown`() throws {
        #expect(try Self.followUps([(0, "退款")], end: 599) == [nil])
        #expect(try Self.followUps([(0, "退款")], end: 600) == [.content])
    }

    @Test func `a message without a rule is the fallback, also while the fallback cools`() throws {
        let said = [(0, "退款"), (10, "天气"), (20, "下雨吗"), (30, "退款")]
        #expect(try Self.followUps(said) == [.metFallback, .metFallback, .askedAgain, .content])
    }

    @Test func `asking for a person counts out of hours too`() throws {
        #expect(try Self.followUps([(0, "退款"), (10, "人工")]) == [.askedForPerson, .content])
    }

    @Test func `talk with a person is content`() throws {
        let night = 12 * 3_600
        let said = [(night, "运费"), (night + 10, "人工"), (night + 20, "我的单子"), (night + 30, "谢谢")]
        #expect(try Self.followUps(said) == [.askedForPerson, .content, .content, .content])
    }

    @Test func `the answer to a question of the bot is content`() throws {
        #expect(try Self.followUps([(0, "快递"), (10, "12345")]) == [.content, .content])
        #expect(try Self.followUps([(0, "快递"), (10, "退款")]) == [.askedAgain, .content])
    }

    @Test func `clicks and pictures are messages, and other events are not`() throws {
        let events: [(Int, RuleEvent.Content)] = [
            (0, .text("退款")), (10, .enter(scene: nil)), (20, .image), (30, .follow(scene: nil)),
            (40, .click(menu: "A")),
        ]
        #expect(try Self.followUps(events) == [.metFallback, .metFallback, .content])
    }

    @Test func `an event without a message waits for the next message like one with it`() throws {
        let events: [(Int, RuleEvent.Content)] = [
            (0, .follow(scene: nil)), (10, .enter(scene: nil)), (20, .text("退款")), (900, .follow(scene: nil)),
            (2_000, .enter(scene: nil)),
        ]
        let followUps = try Self.followUps(events, end: 2_100, isEveryTurnTagged: true)
        #expect(followUps == [.askedAgain, .askedAgain, .content, .content, nil])
    }

    @Test func `a rule that answers beside another one may hand off`() throws {
        let rules = """
            rules:
              - {id: 登记, match: [登记], reply: 已登记。, also: true, handoff: {for: 30m}}
              - {id: 投诉, match: [投诉], reply: 抱歉。}
            """
        var talk = try DecisionConversation(rules)
        let index = RuleIndex(of: talk.rules)
        var tracker = FollowUpTracker<Int>()
        var followUps: [FollowUp?] = []
        for (number, text) in ["投诉", "投诉登记"].enumerated() {
            let decision = talk.say(text, after: number)
            let event = RuleEvent(.text(text), userID: Self.follower.user, messageID: "m\(number)")
            let moment = DecisionConversation.moment(number)
            let turn = ConversationTurn(decision, on: event, of: Self.follower, at: moment, rules: index)
            followUps += tracker.note(turn, tag: number).map(\.followUp)
        }
        #expect(followUps == [.askedForPerson])
    }

    @Test(arguments: [
        (treatment: ConversationTurn.Treatment.rule("退款"), second: 599, followUp: FollowUp.askedForPerson),
        (.rule("退款"), 600, .content), (.rule("人工"), 10, .content), (.silent(.handoff), 10, .content),
    ])
    func `an operator who takes over was called by a follower whom no person answered yet`(
        treatment: ConversationTurn.Treatment,
        second: Int,
        followUp: FollowUp
    ) throws {
        let index = RuleIndex(of: try RuleSet.load(yaml: Self.rules))
        let began = DecisionConversation.moment()
        let turn = ConversationTurn(treatment, of: .text, by: Self.follower, at: began, rules: index)
        var tracker = FollowUpTracker<Int>()
        #expect(try tracker.note(#require(turn), tag: 1).isEmpty)
        let closed = tracker.noteOperator(of: Self.follower, at: began + TimeInterval(second))
        #expect(closed.map(\.followUp) == [followUp])
        #expect(tracker.finish(at: began + 10_000).isEmpty)
    }

    @Test func `followers do not mix`() throws {
        let rules = RuleIndex(of: try RuleSet.load(yaml: Self.rules))
        var tracker = FollowUpTracker<String>()
        let other = FollowerKey(account: Self.follower.account, user: "2088000000000077")
        for (number, follower) in [Self.follower, other].enumerated() {
            let turn = ConversationTurn(
                .rule("退款"),
                of: .text,
                by: follower,
                at: DecisionConversation.moment(number),
                rules: rules
            )
            #expect(try tracker.note(#require(turn), tag: follower.user).isEmpty)
        }
        let closed = tracker.finish(at: DecisionConversation.moment(10_000))
        #expect(closed.map(\.tag) == [Self.follower.user, other.user])
    }
}
