import Foundation
import GRDB

extension Contact {
    /// Reads a whole row of the table `contact`, and with it `waiting`.
    init(row: Row) {
        self.init(
            appID: row["app_id"],
            userID: row["user_id"],
            lastInteraction: Date(milliseconds: row["last_interaction"]),
            day: row["day"],
            sends: row["sends"],
            waiting: row["waiting"],
            handoffUntil: (row["handoff_until"] as Int64?).map(Date.init(milliseconds:)),
            state: row["state"],
            oldestAnswer: (row["oldest_answer"] as Int64?).map(Date.init(milliseconds:)),
            keepUntil: (row["keep_until"] as Int64) == 0 ? nil : Date(milliseconds: row["keep_until"]),
            revision: row["revision"]
        )
    }
}
