import Foundation
import GRDB

extension Database {
    /// Inserts an entry; nil when its key is there already, or was forgotten, which the insert itself decides.
    func insert(_ entry: JournalEntry) throws -> EventID? {
        // SQLite takes an empty value for null, hence `coalesce`.
        let sql = """
            INSERT INTO event
                (dedupe_key, app_id, user_id, kind, created, received, is_stale, query, content_type, body)
            SELECT coalesce(?, x''), ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, x'')
            WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE dedupe_key = ?)
            ON CONFLICT (dedupe_key) DO NOTHING
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                Data(entry.dedupeKey), entry.appID, entry.userID, entry.kind, entry.created.milliseconds,
                entry.received.milliseconds, entry.isStale, entry.request.query, entry.request.contentType,
                Data(entry.request.body), Data(entry.dedupeKey),
            ])
        return changesCount == 0 ? nil : EventID(rawValue: lastInsertedRowID)
    }

    /// Marks an event decided; false when it was before, or when it is not kept any more.
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
        guard try isDecided(decided) || isDeleted(decided.eventID) else {
            throw StoreError.unknownEvent(decided.eventID)
        }
        return false
    }

    /// Counts the death of one process for each event inside whose decision it died; counting it again changes nothing.
    func countDeaths(inside events: Set<EventID>, life: UInt64) throws {
        let sql = """
            UPDATE event SET deaths = deaths + 1, death_life = :life
            WHERE id = :id AND decided IS NULL AND death_life IS NOT :life
            """
        let life = Int64(bitPattern: life)
        for event in events.sorted() {
            try cachedStatement(sql: sql).execute(arguments: ["life": life, "id": event.rawValue])
        }
    }

    /// The undecided events inside whose decision a process died, with the number of deaths.
    func suspects() throws -> [EventID: Int] {
        let sql = "SELECT id, deaths FROM event WHERE deaths > 0 AND decided IS NULL AND aside IS NULL"
        let rows = try Row.fetchAll(cachedStatement(sql: sql))
        return Dictionary(
            rows.map { (EventID(rawValue: $0["id"]), $0["deaths"]) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Sets an event aside; false when it is decided, or aside, already.
    func setAside(_ event: EventID, reason: String) throws -> Bool {
        let sql = "UPDATE event SET aside = ? WHERE id = ? AND decided IS NULL AND is_stale = 0 AND aside IS NULL"
        try cachedStatement(sql: sql).execute(arguments: [reason, event.rawValue])
        return changesCount == 1
    }

    /// Whether the journal had an event that was deleted: numbers are not used twice.
    private func isDeleted(_ event: EventID) throws -> Bool {
        let sql = """
            SELECT NOT EXISTS (SELECT 1 FROM event WHERE id = :id)
                AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'event' AND seq >= :id)
            """
        return try Bool.fetchOne(cachedStatement(sql: sql), arguments: ["id": event.rawValue]) ?? false
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
