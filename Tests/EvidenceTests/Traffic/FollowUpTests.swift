import Evidence
import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)), .watched)
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

    private static func followUps(_ events: [(Int, RuleEvent.Content)], end: Int = 100_000) throws -> [FollowUp?] {
        var talk = try DecisionConversation(rules)
        let index = RuleIndex(of: talk.rules)
        var tracker = FollowUpTracker<Int>()
        var found: [FollowUp?] = []
        for (seconds, content) in events {
            let decision = talk.send(content, after: seconds)
            let event = RuleEvent(content, userID: follower.user, messageID: "m\(seconds)")
            let moment = DecisionConversation.moment(seconds)
            guard let turn = ConversationTurn(decision, on: event, of: follower, at: moment, rules: index) else {
                continue
            }
            if let closed = tracker.note(turn, tag: seconds) { found.append(closed.followUp) }
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
            #expect(try tracker.note(#require(turn), tag: follower.user) == nil)
        }
        let closed = tracker.finish(at: DecisionConversation.moment(10_000))
        #expect(closed.map(\.tag) == [Self.follower.user, other.user])
    }
}
