public import Foundation

/// One test of a test file: conversations with the rules, and what must come of them (RULES C7).
public struct RuleTest: Sendable {
    /// Its name.
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

/// One event, and what the rules must make of it.
public struct RuleTestStep: Sendable {
    /// What happens.
    public let content: RuleEvent.Content
    /// When it happens.
    public let time: RuleTestTime
    /// Whose event it is.
    public let user: String
    /// What must come of it.
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

/// A moment in a test: a time on the account's clock, and how much later.
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
