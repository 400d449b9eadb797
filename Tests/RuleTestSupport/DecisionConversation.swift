package import Foundation
internal import OperatorText
internal import RuleAuthoring
package import RuleEngine
internal import Testing

/// One follower who talks with a set of rules, on a clock that the test moves.
package struct DecisionConversation {
    package let rules: RuleSet
    package var state = ContactState()
    package let user: String
    private var count = 0

    package init(_ yaml: String, user: String = "2088000000000099") throws {
        self.init(try RuleSet.load(yaml: yaml), user: user)
    }

    package init(_ rules: RuleSet, user: String = "2088000000000099") {
        self.rules = rules
        self.user = user
    }

    /// Tuesday, 2026-02-10, 10:00 in Shanghai, and so many seconds more.
    package static func moment(_ seconds: Int = 0) -> Date {
        LocalTime(day: CivilDay("2026-02-10") ?? CivilDay(number: 0), minute: 600)
            .date(in: RuleAccount().timeZone).addingTimeInterval(TimeInterval(seconds))
    }

    /// Sends a message and keeps the state.
    @discardableResult
    package mutating func say(_ text: String, after seconds: Int = 0) -> Decision {
        send(.text(text), after: seconds)
    }

    /// Sends an event and keeps the state.
    @discardableResult
    package mutating func send(_ content: RuleEvent.Content, after seconds: Int = 0) -> Decision {
        count += 1
        let event = RuleEvent(content, userID: user, messageID: "m\(count)")
        let decision = rules.decide(event, state: state, at: Self.moment(seconds))
        state = decision.state
        return decision
    }
}

extension RuleSet {
    /// The rules of a file given as text, without its first line `version: 1`.
    package static func load(yaml: String) throws -> RuleSet {
        let text = "version: 1\n" + yaml
        let result = RuleLoader.load([SourceFile(path: "rules.yaml", bytes: Array(text.utf8))])
        let findings = result.diagnostics.map { "\($0.code) \($0.location.line): \($0.message.english)" }
        return try #require(result.ruleSet, "\(findings)")
    }
}

extension Decision {
    /// The id of the rule that answered; the reason in brackets for silence.
    package var name: String {
        switch outcome {
        case .replied(let rule): rule
        case .silent(let reason): "(\(reason.rawValue))"
        }
    }

    package var texts: [String] { messages.map(\.plainText) }
}

/// The example shop of the README.
package enum DecisionShop {
    package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "rules")

    package static func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    package static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    package static func rules() throws -> RuleSet {
        let text = try text("shop.yaml")
        return try #require(RuleLoader.load([SourceFile(path: "shop.yaml", bytes: Array(text.utf8))]).ruleSet)
    }
}
