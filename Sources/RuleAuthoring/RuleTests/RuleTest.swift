package import Foundation
import OperatorText
package import RuleEngine

/// One test of a test file: conversations, and the decisions that it expects (RULES C7).
package struct RuleTest: Sendable {
    /// Its name in reports.
    package let name: String
    /// Where it begins.
    package let location: SourceLocation
    /// Why it is known to fail; nil for a test that must pass.
    package let todo: String?
    /// Its conversations, each with a follower never seen before.
    package let conversations: [RuleTestConversation]
}

/// Events that share one follower's state.
package struct RuleTestConversation: Sendable {
    /// The events in order.
    package let steps: [RuleTestStep]
}

/// One event, and the decision that it must lead to.
package struct RuleTestStep: Sendable {
    /// The event.
    package let content: RuleEvent.Content
    /// When it happens.
    package let time: RuleTestTime
    /// The follower whose event it is.
    package let user: String
    /// The expected decision.
    package let expectation: RuleTestExpectation
    /// Where it is written.
    package let location: SourceLocation

    /// The event as a report names it.
    package var label: String {
        switch content {
        case .text(let text): ForeignText.oneLine(text)
        case .image: "image"
        case .follow(let scene): (["follow"] + [scene].compactMap(\.self)).joined(separator: " ")
        case .unfollow: "unfollow"
        case .enter(let scene): (["enter"] + [scene].compactMap(\.self)).joined(separator: " ")
        case .click(let menu): "click \(menu)"
        case .unknown: "unknown"
        }
    }
}

/// A moment in a test: a start on the account's clock, and an offset.
package struct RuleTestTime: Sendable, Hashable {
    /// When the test begins.
    package let start: LocalTime
    /// Seconds after that.
    package let offset: Int

    /// The moment, for a clock in that zone.
    package func date(in timeZone: TimeZone) -> Date {
        start.date(in: timeZone).addingTimeInterval(TimeInterval(offset))
    }
}

/// The expectation of a test; only the points that are given are compared (RULES C7, `expect`).
package struct RuleTestExpectation: Sendable {
    /// The kinds of messages that `type` names.
    package enum MessageType: String, Sendable, CaseIterable {
        case text
        case articles
    }

    /// The rule that answers, or `fallback`.
    package var rule: String?
    /// A rule that must not answer.
    package var notRule: String?
    /// The case of the rule that answers, counted from 1.
    package var caseNumber: Int?
    /// The kind of all messages.
    package var type: MessageType?
    /// The whole text of all messages, apart from line ends at the end.
    package var reply: String?
    /// Texts that occur in the messages.
    package var replyContains: [String] = []
    /// Captures of the winner, by name.
    package var captures: [String: String] = [:]
    /// The reason for silence.
    package var silent: SilenceReason?
    /// The rules that would have answered, if their stage reached the follower.
    package var shadow: [String]?
    /// The number of messages sent.
    package var messages: Int?
    /// Whether a person answers after this event.
    package var handoff: Bool?
    /// The slot whose question is open after this event, or `none`.
    package var asked: String?
    /// The file that holds the whole text of all messages, relative to the test file.
    package var golden: String?

    /// An expectation without any point.
    package init() {}
}
