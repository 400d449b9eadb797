import Foundation
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct DecisionPurityTests {
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
}

/// The example shop of the README.
enum DecisionShop {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "rules")

    static func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    static func rules() throws -> RuleSet {
        let text = try text("shop.yaml")
        return try #require(RuleLoader.load([SourceFile(path: "shop.yaml", bytes: Array(text.utf8))]).ruleSet)
    }
}
