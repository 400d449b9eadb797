import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PurityTests {
    @Test(arguments: ["退款", "3", "你好", "今天天气怎么样", "快递 SF123456789012", "春节活动", ""])
    func `the same event, state, rules and time give the same decision`(message: String) throws {
        let event = RuleEvent(.text(message), userID: "2088000000000099", messageID: "m1")
        var state = ContactState()
        state.cooldowns = ["问候": DecisionConversation.moment(60)]
        let first = try DecisionShop.rules().decide(event, state: state, at: DecisionConversation.moment())
        let second = try DecisionShop.rules().decide(event, state: state, at: DecisionConversation.moment())
        #expect(first.outcome == second.outcome)
        #expect(first.messages == second.messages)
        #expect(first.state == second.state)
        #expect(first.candidates.map(\.rule) == second.candidates.map(\.rule))
        #expect(first.candidates.map(\.fate) == second.candidates.map(\.fate))
        #expect(first.shadow == second.shadow)
    }

    @Test func `a scratch that was used before changes no decision`() throws {
        let rules = try DecisionShop.rules()
        var scratch = rules.makeScratch()
        var generator = SeededGenerator(seed: 9)
        let pieces = ["退款", "退款进度", "3", "人工", "你好", "快递", " SF12345678", "春节活动", "几点", "不要", "天气", "查快递", "進度"]
        var state = ContactState()
        for number in 0..<1_000 {
            let text = (0..<Int.random(in: 0...3, using: &generator))
                .compactMap { _ in pieces.randomElement(using: &generator) }.joined()
            let event = RuleEvent(.text(text), userID: "2088000000000099", messageID: "m\(number)")
            let now = DecisionConversation.moment(number * 977)
            let used = rules.decide(event, state: state, at: now, using: &scratch)
            let fresh = rules.decide(event, state: state, at: now)
            #expect(used.outcome == fresh.outcome && used.messages == fresh.messages && used.state == fresh.state)
            #expect(Self.candidates(used) == Self.candidates(fresh), "\(text)")
            #expect(used.exclusions.map(\.rule) == fresh.exclusions.map(\.rule), "\(text)")
            state = fresh.state
        }
    }

    private static func candidates(_ decision: Decision) -> [String] {
        decision.candidates.map { "\($0.rule) \($0.fate) \($0.matched) \($0.captures.sorted { $0.key < $1.key })" }
    }
}
