/// What a test says of a decision; only what is given is compared (RULES C7, `expect`).
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

    /// Says nothing.
    public init() {}
}
