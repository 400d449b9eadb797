public import Foundation

/// A decision with all its effects, which become durable together or not at all.
public struct DecidedEvent: Sendable, Hashable {
    /// The event decided.
    public var eventID: EventID
    /// The follower after the event: `state` with `oldestAnswer` and `keepUntil`, `handoffUntil` and a later
    /// `lastInteraction` are stored.
    ///
    /// `day` and `sends` are not: they belong to the outbox, which counts while decisions are made.
    public var contact: Contact
    /// The replies in the order in which they go out.
    public var replies: [ReplyDraft]
    /// A one-line JSON summary for the operator.
    public var decision: String
    /// When the event was decided; the replies are due from then on.
    public var at: Date

    /// Describes a decision.
    public init(eventID: EventID, contact: Contact, replies: [ReplyDraft], decision: String, at: Date) {
        self.eventID = eventID
        self.contact = contact
        self.replies = replies
        self.decision = decision
        self.at = at
    }
}
