package import BotCore
package import Foundation
import GRDB

/// The part of a request that is durable before its acknowledgement.
package struct JournalEntry: Sendable, Hashable {
    /// A digest of at least 16 bytes; a second entry with the same digest is a duplicate (RELIABILITY 3.3).
    package var dedupeKey: [UInt8]
    /// The account that received the event.
    package var appID: String
    /// The follower who caused it.
    package var userID: String
    /// The kind of the event, such as `text` or `click`.
    package var kind: String
    /// When the event happened, by its CreateTime.
    package var created: Date
    /// When the request arrived here.
    package var received: Date
    /// The raw signed request.
    package var request: RecordedRequest
    /// Whether the event is too old or too far in the future: it is recorded but never decided.
    package var isStale: Bool

    package init(
        dedupeKey: [UInt8],
        appID: String,
        userID: String,
        kind: String,
        created: Date,
        received: Date,
        request: RecordedRequest,
        isStale: Bool = false
    ) {
        self.dedupeKey = dedupeKey
        self.appID = appID
        self.userID = userID
        self.kind = kind
        self.created = created
        self.received = received
        self.request = request
        self.isStale = isStale
    }
}

/// A signed request exactly as it came in, so that it can be verified and replayed later.
package struct RecordedRequest: Sendable, Hashable {
    /// The query string, without the question mark.
    package var query: String
    /// The value of the `Content-Type` header; empty when there was none.
    package var contentType: String
    /// The body's bytes, in the charset in which they were signed.
    package var body: [UInt8]

    package init(query: String, contentType: String, body: [UInt8]) {
        self.query = query
        self.contentType = contentType
        self.body = body
    }
}

/// Whether an event is new.
package enum RecordOutcome: Sendable, Hashable {
    /// The event is new and durable.
    case first(EventID)
    /// The event was recorded before; it gets the same acknowledgement and is not decided again.
    case duplicate
}

/// One row of the journal.
package struct JournaledEvent: Sendable, Hashable, Identifiable {
    /// Its number, in order of arrival.
    package let id: EventID
    /// The entry as recorded.
    package let entry: JournalEntry
    /// The one-line summary of the decision; nil until the event is decided.
    package let decision: String?

    package init(id: EventID, entry: JournalEntry, decision: String?) {
        self.id = id
        self.entry = entry
        self.decision = decision
    }
}

extension JournaledEvent: FetchableRecord {
    init(row: Row) {
        self.init(
            id: row["id"],
            entry: JournalEntry(
                dedupeKey: Array(row["dedupe_key"] as Data),
                appID: row["app_id"],
                userID: row["user_id"],
                kind: row["kind"],
                created: row.date("created"),
                received: row.date("received"),
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
