package import Foundation
import GRDB

extension ReplyStore {
    /// Contacts that one transaction deletes; small, so that the writer is soon free again.
    private static let page = 200

    /// Contacts with an answer that was given at `time` or before, at most `limit` of them.
    package func contacts(answeredUntil time: Date, limit: Int) async throws -> [Contact] {
        try await read { try $0.contacts(answeredUntil: time, limit: limit) }
    }

    /// Stores `state`, `oldestAnswer` and `keepUntil` of each new contact whose old one is unchanged; returns how many.
    ///
    /// A decision that was under way is refused with `StoreError.contactChanged`.
    package func replaceStates(_ changes: [(old: Contact, new: Contact)]) async throws -> Int {
        try await writer.write { database in
            try changes.count { try database.replaceState(of: $0.old, with: $0.new) }
        }
    }

    /// Deletes contacts without an interaction since `time`, and returns how many.
    ///
    /// Contacts that are still needed at `now` stay: see `Contact.keepUntil`, hand-offs, and the day's count. They are
    /// looked for beside the writes, and deleted in small transactions.
    package func pruneContacts(silentSince time: Date, now: Date) async throws -> Int {
        var (count, last) = (0, ContactKey(appID: "", userID: ""))
        while true {
            try Task.checkCancellation()
            let from = last
            let page = try await read { try $0.silentContacts(since: time, after: from, limit: Self.page) }
            guard let reached = page.last else { return count }
            count += try await writer.keepUp { database in
                try await database.write { database in
                    try page.reduce(0) { try $0 + database.prune($1, silentSince: time, now: now) }
                }
            }
            last = reached
        }
    }
}

/// The primary key of a contact.
private struct ContactKey: Sendable, Hashable, FetchableRecord {
    var appID: String
    var userID: String

    init(appID: String, userID: String) {
        self.appID = appID
        self.userID = userID
    }

    init(row: Row) {
        self.init(appID: row["app_id"], userID: row["user_id"])
    }
}

extension Database {
    /// Contacts with an answer that was given at `time` or before.
    func contacts(answeredUntil time: Date, limit: Int) throws -> [Contact] {
        let sql = "SELECT app_id, user_id FROM contact WHERE oldest_answer <= ? ORDER BY oldest_answer LIMIT ?"
        return try ContactKey.fetchAll(self, sql: sql, arguments: [time.milliseconds, limit])
            .compactMap { try contact(appID: $0.appID, userID: $0.userID) }
    }

    /// Replaces the state of a contact, unless it was changed meanwhile; a decision under way must be made again.
    fileprivate func replaceState(of old: Contact, with new: Contact) throws -> Bool {
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

    /// Contacts without an interaction since `time`, in the order of their keys, after `last`.
    fileprivate func silentContacts(since time: Date, after last: ContactKey, limit: Int) throws -> [ContactKey] {
        let sql = """
            SELECT app_id, user_id FROM contact
            WHERE (app_id, user_id) > (?, ?) AND last_interaction < ?
            ORDER BY app_id, user_id LIMIT ?
            """
        let arguments: StatementArguments = [last.appID, last.userID, time.milliseconds, limit]
        return try ContactKey.fetchAll(self, sql: sql, arguments: arguments)
    }

    /// Deletes a contact that is silent since `time`, unless it is still needed; returns the number deleted.
    ///
    /// A contact is needed while `keepUntil` or a hand-off lasts, for a count of messages on a day since `time`, and
    /// while an event of it waits for its decision or a reply waits to be sent.
    fileprivate func prune(_ contact: ContactKey, silentSince time: Date, now: Date) throws -> Int {
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
