import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// What limits do to an answer that has too much.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ReplyLimitTests {
    @Test func `the rule that wins keeps its message, and asides give way`() throws {
        var conversation = try DecisionConversation(
            """
            limits: {messages_per_event: 1}
            rules:
              - {id: notice, also: true, priority: 1, match: [退款], reply: 提示}
              - {id: main, match: [退款], reply: 正文}
            """
        )
        let decision = conversation.say("退款")
        #expect(decision.outcome == .replied(rule: "main"))
        #expect(decision.messages == [.text("正文")])
    }

    @Test func `a stage that does not reach the follower never explains a loss`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: live, priority: 1, match: [退款], reply: 正文}
              - {id: trial, stage: test, match: [退款], reply: 新}
            """
        )
        let decision = conversation.say("退款")
        #expect(decision.candidates.map(\.fate) == [.won, .unreached])
        #expect(decision.shadow.isEmpty)
    }

    @Test func `a customer's text makes no field longer than its limit`() throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - id: 图文
                match: {regex: '^查(?<词>.+)$'}
                reply:
                  articles:
                    - {title: "{{词}}", url: "https://example.com/?q={{词|url}}"}
            """
        )
        let decision = conversation.say("查" + String(repeating: "长", count: 1_500))
        guard case .articles(let articles)? = decision.messages.first else {
            Issue.record("no articles")
            return
        }
        #expect(articles[0].title.unicodeScalars.count == RuleLimits.Message().title)
        #expect(articles[0].url == "https://example.com/?q=")
    }
}

extension ReplyLimitTests {
    @Test func `a small daily limit keeps a tenth for hand-offs and no more`() throws {
        var conversation = try DecisionConversation(
            """
            limits: {daily_per_user: 10}
            rules:
              - {id: refund, match: [退款], reply: 正文}
            """
        )
        let outcomes = (0..<10).map { conversation.say("退款", after: 10 * $0).outcome }
        #expect(outcomes.count { $0 == .replied(rule: "refund") } == 9)
        #expect(outcomes.last == .silent(.quota))
    }
}
