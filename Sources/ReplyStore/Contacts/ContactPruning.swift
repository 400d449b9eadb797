import Foundation
import GRDB

/// What is kept of followers: found, forgotten, pruned.
extension Database {
    /// The contacts of a follower, one for each account.
    func contacts(of userID: String) throws -> [Contact] {
        try String.fetchAll(
            self,
            sql: "SELECT app_id FROM contact WHERE user_id = ? ORDER BY app_id",
            arguments: [userID]
        )
        .compactMap { try contact(appID: $0, userID: userID) }
    }

    /// The numbers of a follower's events after one of them, in order; the table is read through, as it has no index.
    func eventNumbers(of userID: String, after last: Int64, limit: Int) throws -> [Int64] {
        let sql = "SELECT id FROM event WHERE id > ? AND user_id = ? ORDER BY id LIMIT ?"
        return try Int64.fetchAll(self, sql: sql, arguments: [last, userID, limit])
    }

    /// The number of the latest event; 0 for none.
    func lastEventNumber() throws -> Int64 {
        try Int64.fetchOne(self, sql: "SELECT max(id) FROM event") ?? 0
    }

    /// A follower's events, in order.
    func events(of userID: String) throws -> [EventRecord] {
        try Row.fetchAll(self, sql: "SELECT * FROM event WHERE user_id = ? ORDER BY id", arguments: [userID])
            .map(EventRecord.init(row:))
    }

    /// Deletes an event with its replies; of the event only its key is kept, so that it is not taken for a new one.
    func forget(event id: Int64, in count: inout ForgottenFollower) throws {
        let states = "SELECT state FROM reply WHERE event_id = ?"
        for state in try String.fetchAll(cachedStatement(sql: states), arguments: [id]) {
            count.replies += 1
            if state == ReplyRecord.State.queued.rawValue { count.waiting += 1 }
            if state == ReplyRecord.State.sending.rawValue { count.underWay += 1 }
        }
        let key = """
            INSERT OR IGNORE INTO forgotten (dedupe_key, received) SELECT dedupe_key, received FROM event WHERE id = ?
            """
        try cachedStatement(sql: key).execute(arguments: [id])
        try cachedStatement(sql: "DELETE FROM event WHERE id = ?").execute(arguments: [id])
        count.events += changesCount
    }

    /// Deletes the contacts of a follower, whose events are deleted already.
    func forgetContacts(of userID: String, in count: inout ForgottenFollower) throws {
        try execute(sql: "DELETE FROM contact WHERE user_id = ?", arguments: [userID])
        count.contacts += changesCount
    }

    /// Whether a reply is kept.
    func hasReply(_ id: ReplyID) throws -> Bool {
        let sql = "SELECT count(*) FROM reply WHERE id = ?"
        return try Int.fetchOne(cachedStatement(sql: sql), arguments: [id.rawValue]) == 1
    }

    /// Contacts with an answer that was given at this moment or before.
    func contacts(answeredUntil time: Date, limit: Int) throws -> [Contact] {
        let sql = """
            SELECT app_id, user_id FROM contact WHERE oldest_answer <= ? ORDER BY oldest_answer LIMIT ?
            """
        return try Row.fetchAll(self, sql: sql, arguments: [time.milliseconds, limit])
            .compactMap { try contact(appID: $0["app_id"], userID: $0["user_id"]) }
    }

    /// Keeps another state of a contact, unless it was changed meanwhile; a decision under way is made again.
    func replaceState(of old: Contact, with new: Contact) throws -> Bool {
        let sql = """
            UPDATE contact SET state = ?, oldest_answer = ?, keep_until = ?, revision = revision + 1
            WHERE app_id = ? AND user_id = ? AND revision = ? AND state IS ?
            """
        try execute(
            sql: sql,
            arguments: [
                new.state, new.oldestAnswer?.milliseconds, new.keepUntil?.milliseconds ?? 0, old.appID, old.userID,
                old.revision, old.state,
            ]
        )
        return changesCount == 1
    }

    /// Contacts without an interaction since a moment, in the order of their keys, after one of them.
    func silentContacts(since time: Date, after last: ContactKey, limit: Int) throws -> [ContactKey] {
        let sql = """
            SELECT app_id, user_id FROM contact
            WHERE (app_id, user_id) > (?, ?) AND last_interaction < ?
            ORDER BY app_id, user_id LIMIT ?
            """
        let arguments: StatementArguments = [last.appID, last.userID, time.milliseconds, limit]
        return try Row.fetchAll(self, sql: sql, arguments: arguments)
            .map { ContactKey(appID: $0["app_id"], userID: $0["user_id"]) }
    }

    /// Deletes a contact that is silent since a moment, unless something of it is still needed; the number deleted.
    ///
    /// Needed are: what `keepUntil` says, a hand-off, a count of messages on a day since then, and the contact of an
    /// event that waits for its decision or of a reply that waits to be sent.
    func prune(_ contact: ContactKey, silentSince time: Date, now: Date) throws -> Int {
        let sql = """
            DELETE FROM contact
            WHERE app_id = :app AND user_id = :user AND last_interaction < :time
                AND keep_until <= :now AND coalesce(handoff_until, 0) <= :now AND coalesce(day, '') < :day
                AND NOT EXISTS (
                    SELECT 1 FROM reply
                    WHERE reply.app_id = contact.app_id AND reply.user_id = contact.user_id AND settled IS NULL
                )
                AND NOT EXISTS (
                    SELECT 1 FROM event
                    WHERE event.app_id = contact.app_id AND event.user_id = contact.user_id
                        AND decided IS NULL AND is_stale = 0 AND aside IS NULL
                )
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "app": contact.appID, "user": contact.userID, "time": time.milliseconds, "now": now.milliseconds,
                "day": time.formatted(.iso8601.year().month().day()),
            ])
        return changesCount
    }
}

/// What names a contact.
struct ContactKey: Sendable, Hashable {
    var appID: String
    var userID: String
}
