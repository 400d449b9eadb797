public import Foundation

/// One test of a test file: conversations, and the decisions that it expects (RULES C7).
public struct RuleTest: Sendable {
    /// Its name in reports.
    public let name: String
    /// Where it begins.
    public let location: SourceLocation
    /// Why it is known to fail; nil for a test that must pass.
    public let todo: String?
    /// Its conversations, each with a follower never seen before.
    public let conversations: [RuleTestConversation]
}

/// Events that share one follower's state.
public struct RuleTestConversation: Sendable {
    /// The events in order.
    public let steps: [RuleTestStep]
}

/// One event, and the decision that it must lead to.
public struct RuleTestStep: Sendable {
    /// The event.
    public let content: RuleEvent.Content
    /// When it happens.
    public let time: RuleTestTime
    /// Whose event it is.
    public let user: String
    /// The expected decision.
    public let expectation: RuleTestExpectation
    /// Where it is written.
    public let location: SourceLocation

    /// The event as a report names it.
    public var label: String {
        switch content {
        case .text(let text): DecisionExplanation.oneLine(text)
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
public struct RuleTestTime: Sendable, Hashable {
    /// When the test begins.
    public let start: LocalTime
    /// Seconds after that.
    public let offset: Int

    /// The moment, for a clock in that zone.
    public func date(in timeZone: TimeZone) -> Date {
        start.date(in: timeZone).addingTimeInterval(TimeInterval(offset))
    }
}

/// The expectation of a test; only the points that are given are compared (RULES C7, `expect`).
public struct RuleTestExpectation: Sendable {
    /// The kinds of messages that `type` names.
    public enum MessageType: String, Sendable, CaseIterable {
        case text
        case articles
    }

    /// The rule that answers, or `fallback`.
    public var rule: String?
    /// A rule that must not answer.
    public var notRule: String?
    /// The case of the rule that answers, counted from 1.
    public var caseNumber: Int?
    /// The kind of all messages.
    public var type: MessageType?
    /// The whole text of all messages, apart from line ends at the end.
    public var reply: String?
    /// Texts that occur in the messages.
    public var replyContains: [String] = []
    /// Captures of the winner, by name.
    public var captures: [String: String] = [:]
    /// Why nothing is said.
    public var silent: SilenceReason?
    /// The rules that would have answered, if their stage reached the follower.
    public var shadow: [String]?
    /// How many messages are sent.
    public var messages: Int?
    /// Whether a person answers after this event.
    public var handoff: Bool?
    /// The slot whose question is open after this event, or `none`.
    public var asked: String?
    /// The file that holds the whole text of all messages, relative to the test file.
    public var golden: String?

    /// An expectation without any point.
    public init() {}
}
