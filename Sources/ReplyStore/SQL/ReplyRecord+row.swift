import Foundation
import GRDB

extension ReplyRecord {
    /// Reads a whole row of the table `reply`.
    init(row: Row) {
        let (reason, last): (String?, String?) = (row["reason"], row["last_code"])
        self.init(
            id: ReplyID(rawValue: row["id"]),
            eventID: EventID(rawValue: row["event_id"]),
            userID: row["user_id"],
            state: State(rawValue: row["state"]) ?? .dead,
            attempts: row["attempts"],
            ambiguousAttempts: row["ambiguous"],
            interruptedAttempts: row["interrupted"],
            created: Date(milliseconds: row["created"]),
            due: Date(milliseconds: row["due"]),
            expires: Date(milliseconds: row["expires"]),
            tried: (row["tried"] as Int64?).map(Date.init(milliseconds:)),
            settled: (row["settled"] as Int64?).map(Date.init(milliseconds:)),
            code: reason ?? last,
            failure: reason == nil || reason == last ? nil : last,
            traceID: row["trace"],
            message: row["message"]
        )
    }
}
