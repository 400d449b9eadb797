package import BotCore
package import Foundation
import GRDB

/// Where to look for events; the journal has no index of followers, so a search goes through its rows.
package struct EventSearch: Sendable, Hashable {
    /// Only this follower's.
    package var userID: String?
    /// Received from then on.
    package var since: Date?
    /// Received before.
    package var until: Date?

    package init(userID: String? = nil, since: Date? = nil, until: Date? = nil) {
        self.userID = userID
        self.since = since
        self.until = until
    }
}

/// The numbers between which a search goes.
package struct EventSpan: Sendable, Hashable {
    /// The first number.
    package let first: EventID
    /// The last number.
    package let last: EventID
}

/// The events of a follower before and after another one.
package struct EventNeighbours: Sendable, Hashable {
    package let previous: EventRecord?
    package let next: EventRecord?
}

extension JournalReader {
    /// The numbers of the events that a search can find; nil when there are none.
    package func span(of search: EventSearch) async throws -> EventSpan? {
        try await read { database in
            let sql =
                search.since == nil && search.until == nil
                ? "SELECT min(id) AS first, max(id) AS last FROM event"
                : "SELECT min(id) AS first, max(id) AS last FROM event WHERE received >= ? AND received < ?"
            let arguments: StatementArguments =
                search.since == nil && search.until == nil
                ? [] : [search.since?.milliseconds ?? .min, search.until?.milliseconds ?? .max]
            guard let row = try Row.fetchOne(database, sql: sql, arguments: arguments),
                let first: EventID = row["first"], let last: EventID = row["last"]
            else { return nil }
            return EventSpan(first: first, last: last)
        }
    }

    /// The events of a search among the numbers `first` to `last`, the newest first, at most `limit` of them.
    package func events(
        _ search: EventSearch,
        from first: EventID,
        to last: EventID,
        limit: Int
    ) async throws -> [EventRecord] {
        try await read { database in
            let sql = """
                SELECT * FROM event
                WHERE id BETWEEN :first AND :last AND (:user IS NULL OR user_id = :user)
                    AND +received >= :since AND +received < :until
                ORDER BY id DESC LIMIT :limit
                """
            let arguments: StatementArguments = [
                "first": first, "last": last, "user": search.userID, "since": search.since?.milliseconds ?? .min,
                "until": search.until?.milliseconds ?? .max, "limit": max(limit, 0),
            ]
            return try EventRecord.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
        }
    }

    /// The same follower's events before and after one, among at most `reach` numbers on each side.
    package func neighbours(of event: EventRecord, within reach: Int64) async throws -> EventNeighbours {
        try await read { database in
            let entry = event.journaled.entry
            let arguments: StatementArguments = [
                "id": event.id, "reach": reach, "app": entry.appID, "user": entry.userID,
            ]
            let before = """
                SELECT * FROM event WHERE id < :id AND id >= :id - :reach AND app_id = :app AND user_id = :user
                ORDER BY id DESC LIMIT 1
                """
            let after = """
                SELECT * FROM event WHERE id > :id AND id <= :id + :reach AND app_id = :app AND user_id = :user
                ORDER BY id LIMIT 1
                """
            return EventNeighbours(
                previous: try EventRecord.fetchOne(database, sql: before, arguments: arguments),
                next: try EventRecord.fetchOne(database, sql: after, arguments: arguments)
            )
        }
    }

    /// One contact; nil when nothing is kept of the follower.
    package func contact(appID: String, userID: String) async throws -> Contact? {
        try await read { try $0.contact(appID: appID, userID: userID) }
    }
}
