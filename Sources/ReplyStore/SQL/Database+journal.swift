import Foundation
import GRDB

extension Database {
    /// Inserts an entry; nil when its key is there already, which the insert itself decides.
    func insert(_ entry: JournalEntry) throws -> EventID? {
        // SQLite takes an empty value for null, hence `coalesce`.
        let sql = """
            INSERT INTO event
                (dedupe_key, app_id, user_id, kind, created, received, is_stale, query, content_type, body)
            VALUES (coalesce(?, x''), ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, x''))
            ON CONFLICT (dedupe_key) DO NOTHING
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                Data(entry.dedupeKey), entry.appID, entry.userID, entry.kind, entry.created.milliseconds,
                entry.received.milliseconds, entry.isStale, entry.request.query, entry.request.contentType,
                Data(entry.request.body),
            ])
        return changesCount == 0 ? nil : EventID(rawValue: lastInsertedRowID)
    }

    /// Marks an event decided; false when it was before.
    func markDecided(_ decided: DecidedEvent) throws -> Bool {
        let sql = """
            UPDATE event SET decided = ?, decision = ?
            WHERE id = ? AND app_id = ? AND user_id = ? AND decided IS NULL AND is_stale = 0 AND aside IS NULL
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                decided.at.milliseconds, decided.decision, decided.eventID.rawValue, decided.contact.appID,
                decided.contact.userID,
            ])
        if changesCount == 1 { return true }
        guard try isDecided(decided) else { throw StoreError.unknownEvent(decided.eventID) }
        return false
    }

    /// Counts one more try to decide an event, and returns how many there were with it.
    func beginDeciding(_ event: EventID) throws -> Int {
        let sql = "UPDATE event SET tries = tries + 1 WHERE id = ? AND decided IS NULL RETURNING tries"
        guard let tries = try Int.fetchOne(cachedStatement(sql: sql), arguments: [event.rawValue]) else {
            throw StoreError.unknownEvent(event)
        }
        return tries
    }

    /// Counts one try less.
    func takeBackTry(_ event: EventID) throws {
        let sql = "UPDATE event SET tries = tries - 1 WHERE id = ? AND decided IS NULL AND tries > 0"
        try cachedStatement(sql: sql).execute(arguments: [event.rawValue])
    }

    /// Sets an event aside; false when it is decided, or aside, already.
    func setAside(_ event: EventID, reason: String) throws -> Bool {
        let sql = "UPDATE event SET aside = ? WHERE id = ? AND decided IS NULL AND is_stale = 0 AND aside IS NULL"
        try cachedStatement(sql: sql).execute(arguments: [reason, event.rawValue])
        return changesCount == 1
    }

    private func isDecided(_ decided: DecidedEvent) throws -> Bool {
        let sql = """
            SELECT count(*) FROM event
            WHERE id = ? AND app_id = ? AND user_id = ? AND (decided IS NOT NULL OR aside IS NOT NULL)
            """
        let arguments: StatementArguments = [
            decided.eventID.rawValue, decided.contact.appID, decided.contact.userID,
        ]
        return try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments) == 1
    }
}
