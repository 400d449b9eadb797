import Foundation
import GRDB

extension QueuedReply {
    /// Describes a row of the table `reply`, as read before the claim took it.
    init(row: Row, claim: ReplyClaim, isDoubtful: Bool, sendsToday: Int) {
        self.init(
            id: ReplyID(rawValue: row["id"]),
            eventID: EventID(rawValue: row["event_id"]),
            appID: row["app_id"],
            userID: row["user_id"],
            message: row["message"],
            attempts: row["attempts"] + 1,
            ambiguousAttempts: row["ambiguous"] + (isDoubtful ? 1 : 0),
            interruptedAttempts: row["interrupted"],
            sendsToday: sendsToday,
            priority: ReplyPriority(rawValue: row["priority"]) ?? .ordinary,
            due: Date(milliseconds: row["due"]),
            expires: Date(milliseconds: row["expires"]),
            leaseUntil: claim.leaseUntil,
            leaseToken: claim.token
        )
    }
}
