package import BotCore
package import Foundation
import GRDB

/// A claimed reply: ours to send until the lease ends.
package struct QueuedReply: Sendable, Hashable, Identifiable {
    /// Its number in the outbox.
    package let id: ReplyID
    /// The event that it answers.
    package let eventID: EventID
    /// The account that sends it.
    package let appID: String
    /// The follower who gets it.
    package let userID: String
    /// The JSON for the custom-send API.
    package let message: Data
    /// Attempts so far, the one just claimed included.
    package let attempts: Int
    /// Earlier attempts that may have reached the follower: their lease ended without an outcome, or they cost
    /// `Settlement.Cost.ambiguity`.
    package let ambiguousAttempts: Int
    /// Earlier attempts under way when the process died; they may have reached the follower, and count as no attempt.
    package let interruptedAttempts: Int
    /// The follower's sends counted on the day of the claim, this one included; over the quota, mark it dead.
    package let sendsToday: Int
    /// Its rank when the follower's messages of the day run short.
    package let priority: ReplyPriority
    /// The follower's last interaction as of the claim; nil for an unknown follower.
    package let lastInteraction: Date?
    /// The end of the follower's hand-off as of the claim.
    package let handoffUntil: Date?
    /// When it was due before the claim: its place in the queue.
    package let due: Date
    /// The end of its lifetime.
    package let expires: Date
    /// When another claim may take it.
    package let leaseUntil: Date
    /// The token of the claim.
    package let leaseToken: LeaseToken
}

/// Proof that a reply is still ours: an outcome is recorded only with the token of the latest claim.
///
/// The caller draws a fresh token for each claim; this module uses no randomness of its own.
package struct LeaseToken: RawRepresentable, Sendable, Hashable {
    /// The drawn number.
    package let rawValue: UInt64

    /// A token from a number that the caller drew at random.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

/// SQLite keeps the same 64 bits, signed.
extension LeaseToken: DatabaseValueConvertible {
    var databaseValue: DatabaseValue { Int64(bitPattern: rawValue).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> LeaseToken? {
        Int64.fromDatabaseValue(value).map { LeaseToken(rawValue: UInt64(bitPattern: $0)) }
    }
}

/// The result of a claim.
package struct ClaimedReplies: Sendable, Hashable {
    /// The replies that are ours now, the longest waiting first.
    package let replies: [QueuedReply]
    /// When the next reply becomes claimable, as of this claim; nil when no other one is open.
    package let nextDue: Date?
}
