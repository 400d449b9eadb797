public import Foundation

/// A claimed reply: ours to send until the lease ends.
public struct QueuedReply: Sendable, Hashable, Identifiable {
    /// Its number in the outbox.
    public let id: ReplyID
    /// The event that it answers.
    public let eventID: EventID
    /// The account that sends it.
    public let appID: String
    /// The follower who gets it.
    public let userID: String
    /// The JSON for the custom-send API.
    public let message: Data
    /// Attempts so far, the one just claimed included.
    public let attempts: Int
    /// Earlier attempts that may have reached the follower: their lease ended without an outcome, or they ended with
    /// `AttemptOutcome.unknown`.
    public let ambiguousAttempts: Int
    /// Earlier attempts under way when the process died; they may have reached the follower, and count as no attempt.
    public let interruptedAttempts: Int
    /// The follower's sends counted on the day of the claim, this one included; over the quota, bury it.
    public let sendsToday: Int
    /// Who yields to whom when the follower's messages of the day run short.
    public let priority: ReplyPriority
    /// When it was due before the claim: its place among those that wait.
    public let due: Date
    /// When the reply stops being worth sending.
    public let expires: Date
    /// When another claim may take it.
    public let leaseUntil: Date
    /// The token of the claim.
    public let leaseToken: LeaseToken
}
