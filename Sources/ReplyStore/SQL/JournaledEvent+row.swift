import Foundation
import GRDB

extension JournaledEvent {
    /// Reads a whole row of the table `event`.
    init(row: Row) {
        self.init(
            id: EventID(rawValue: row["id"]),
            entry: JournalEntry(
                dedupeKey: Array(row["dedupe_key"] as Data),
                appID: row["app_id"],
                userID: row["user_id"],
                kind: row["kind"],
                created: Date(milliseconds: row["created"]),
                received: Date(milliseconds: row["received"]),
                request: RecordedRequest(
                    query: row["query"],
                    contentType: row["content_type"],
                    body: Array(row["body"] as Data)
                ),
                isStale: row["is_stale"]
            ),
            decision: row["decision"]
        )
    }
}
