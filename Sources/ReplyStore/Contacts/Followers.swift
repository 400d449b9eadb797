package import BotCore
import GRDB

/// All data about one follower.
package struct FollowerRecord: Sendable, Hashable {
    /// The follower's contacts, one for each account.
    package let contacts: [Contact]
    /// The follower's events in order of arrival, stale ones included.
    package let events: [EventRecord]
    /// The replies to these events, by event, in order.
    package let replies: [EventID: [ReplyRecord]]
    /// The hand-offs that operators began or ended, in order.
    package let handoffs: [HandoffChange]

    /// Whether there is no data.
    package var isEmpty: Bool { contacts.isEmpty && events.isEmpty && handoffs.isEmpty }
}

/// The rows deleted with a follower.
package struct ForgottenFollower: Sendable, Hashable, Codable {
    /// Contacts: the state, the hand-off, and the count of the day.
    package var contacts = 0
    /// Events, each with its recorded request.
    package var events = 0
    /// Replies, in any state.
    package var replies = 0
    /// Replies that waited and will not be sent.
    package var waiting = 0
    /// Replies that were being sent at that moment: they may still arrive.
    package var underWay = 0

    package init() {}

    /// Whether the follower was unknown.
    package var isEmpty: Bool { contacts == 0 && events == 0 }
}

extension JournalReader {
    /// All data about a follower.
    package func follower(_ userID: String) async throws -> FollowerRecord {
        try await read { database in
            let accounts = "SELECT app_id FROM contact WHERE user_id = ? ORDER BY app_id"
            let contacts = try String.fetchAll(database, sql: accounts, arguments: [userID])
                .compactMap { try database.contact(appID: $0, userID: userID) }
            let sql = "SELECT * FROM event WHERE user_id = ? ORDER BY id"
            let events = try EventRecord.fetchAll(database, sql: sql, arguments: [userID])
            let replies = try events.map { ($0.id, try database.replies(to: $0.id)) }
            return FollowerRecord(
                contacts: contacts,
                events: events,
                replies: Dictionary(uniqueKeysWithValues: replies),
                handoffs: try database.handoffChanges(of: userID)
            )
        }
    }
}

extension ReplyStore {
    /// Rows that one transaction deletes; small, so that the writer is soon free again.
    private static let batch = 200

    /// Deletes all data about a follower, in small transactions, and returns the number of rows.
    ///
    /// Each event leaves its key until `prune` would have deleted the event, so that a redelivery is not answered
    /// again. The outcome of a decision or a send under way is not stored. The contact goes last, with the events that
    /// came meanwhile, so that no decision can bring it back. At the end the log is emptied, as it holds old pages.
    package func forget(userID: String) async throws -> ForgottenFollower {
        var count = ForgottenFollower()
        var last = EventID(rawValue: 0)
        while true {
            let from = last
            let (page, end) = try await read { database in
                (
                    try database.events(of: userID, after: from, limit: Self.batch),
                    try database.lastEvent()
                )
            }
            let isLast = page.count < Self.batch
            let before = count
            count = try await writer.write { database in
                var count = before
                let new = isLast ? try database.events(of: userID, after: end, limit: .max) : []
                for event in page + new { try database.forget(event, in: &count) }
                if isLast { try database.forgetContacts(of: userID, in: &count) }
                return count
            }
            guard !isLast, let reached = page.last else { break }
            last = reached
        }
        if hasLog, !count.isEmpty { try? await emptyLog() }
        return count
    }
}

extension Database {
    /// A follower's events after one of them, in order; a scan of the table, which has no index for it.
    fileprivate func events(of userID: String, after last: EventID, limit: Int) throws -> [EventID] {
        let sql = "SELECT id FROM event WHERE id > ? AND user_id = ? ORDER BY id LIMIT ?"
        return try EventID.fetchAll(self, sql: sql, arguments: [last, userID, limit])
    }

    /// Deletes an event with its replies, and keeps its key, so that it does not count as new.
    fileprivate func forget(_ event: EventID, in count: inout ForgottenFollower) throws {
        let states = "SELECT state FROM reply WHERE event_id = ?"
        for state in try String.fetchAll(cachedStatement(sql: states), arguments: [event]) {
            count.replies += 1
            if state == ReplyRecord.State.queued.rawValue { count.waiting += 1 }
            if state == ReplyRecord.State.sending.rawValue { count.underWay += 1 }
        }
        let key = """
            INSERT OR IGNORE INTO forgotten (dedupe_key, received) SELECT dedupe_key, received FROM event WHERE id = ?
            """
        try cachedStatement(sql: key).execute(arguments: [event])
        try cachedStatement(sql: "DELETE FROM event WHERE id = ?").execute(arguments: [event])
        count.events += changesCount
    }

    /// Deletes the contacts of a follower, whose events are deleted already, and the hand-offs by operators.
    fileprivate func forgetContacts(of userID: String, in count: inout ForgottenFollower) throws {
        try execute(sql: "DELETE FROM contact WHERE user_id = ?", arguments: [userID])
        count.contacts += changesCount
        try execute(sql: "DELETE FROM handoff_change WHERE user_id = ?", arguments: [userID])
    }
}
