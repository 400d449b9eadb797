import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct DecisionExplanationTests {
    static let scenes: [(String, RuleEvent.Content, Int)] = [
        ("after-hours", .text("我要找客服问退款进度"), 10 * 3_600), ("handoff", .text("转人工"), 0),
        ("shadow", .text("春节活动"), 0), ("vetoed", .text("我不要退款了"), 0), ("click", .click(menu: "NEW_BOOKS"), 0),
        ("question", .text("２"), 0), ("unmatched", .image, 0), ("hostile", .text("退款\u{1B}[2J\n第二行"), 0),
    ]

    @Test(arguments: scenes.map(\.0), OperatorLanguage.allCases)
    func `the table shows what led to the decision`(name: String, language: OperatorLanguage) throws {
        let (_, content, seconds) = try #require(Self.scenes.first { $0.0 == name })
        let rules = try DecisionShop.rules()
        let now = DecisionConversation.moment(seconds)
        let event = RuleEvent(content, userID: "2088000000000099", messageID: "m1")
        let decision = rules.decide(event, state: ContactState(), at: now)
        let explanation = DecisionExplanation(decision, event: event, rules: rules, at: now)
        try DecisionGolden.expect(explanation.render(language), "explanation-\(name).\(language.rawValue).txt")
    }

    @Test(arguments: [
        (["退款"], "退款 ← 关键词“退款”（2 字）", "退款 ← keyword \"退款\" (2 characters)"),
        (["1"], "营业时间 ← 全匹配“1”", "营业时间 ← exact \"1\""),
        (["天气"], "兜底", "fallback"),
        (["天气", "天气"], "静默：冷却中", "silent: cooling down"),
        (["你好", "你好"], "静默：冷却中", "silent: cooling down"),
        (["人工", "退款"], "静默：人工接待中", "silent: a person is answering"),
    ])
    func `the summary is one line`(messages: [String], chinese: String, english: String) throws {
        var conversation = DecisionConversation(try DecisionShop.rules())
        var decision = conversation.say(messages[0])
        for message in messages.dropFirst() { decision = conversation.say(message) }
        let event = RuleEvent(.text(messages[0]), userID: "u", messageID: "m")
        let explanation = DecisionExplanation(
            decision,
            event: event,
            rules: conversation.rules,
            at: DecisionConversation.moment()
        )
        #expect(explanation.summary(.chinese) == chinese)
        #expect(explanation.summary(.english) == english)
    }

    @Test(arguments: [
        (SilenceReason.repeated, "静默：刚回答过同一句话", "silent: the same text was answered just now"),
        (.flood, "静默：一分钟内回答过多", "silent: too many answers within a minute"),
        (.loop, "静默：消息太密，暂停十分钟", "silent: too many messages within a minute, muted for ten"),
        (.resumed, "静默：人工接待已结束", "silent: the hand-off was ended"),
    ])
    func `each reason is spoken`(reason: SilenceReason, chinese: String, english: String) {
        #expect(DecisionOutcome.silent(reason).phrase == LocalizedText(chinese, english))
    }

    @Test(arguments: [
        ("随便说说", 80, "静默：当日额度已用完（低优先级回复）", "silent: the daily quota is used for replies of low priority"),
        ("价格", 90, "静默：当日额度已用完（普通回复）", "silent: the daily quota is used for ordinary replies"),
        ("人工", 100, "静默：当日额度已用完（转人工回复）", "silent: the daily quota is used for replies that hand off"),
    ])
    func `the trace names the class that had to yield`(
        message: String,
        sent: Int,
        chinese: String,
        english: String
    ) throws {
        var conversation = try DecisionConversation(
            """
            rules:
              - {id: price, match: [价格], reply: 十元}
              - {id: agent, match: [人工], reply: 稍候, handoff: {for: 1s}}
            fallback: {reply: 兜底}
            """
        )
        conversation.state.sent = ContactState.DailyCount(day: "2026-02-10", messages: sent)
        let decision = conversation.say(message)
        let event = RuleEvent(.text(message), userID: "u", messageID: "m")
        let now = DecisionConversation.moment()
        let explanation = DecisionExplanation(decision, event: event, rules: conversation.rules, at: now)
        #expect(explanation.summary(.chinese) == chinese)
        #expect(explanation.summary(.english) == english)
    }
}
