package import Foundation
import GRDB

extension ReplyStore {
    /// The size of the log, in bytes, below which it is left alone.
    static let smallLog = 4 << 20

    /// Deletes events received before `time`, with their replies, at most `limit` of them; returns how many.
    ///
    /// Events that wait for a decision and events with an open reply stay, and so do contacts, which `pruneContacts`
    /// deletes; the keys of forgotten events, hand-offs and rule changes go with events of their age. A redelivery of a deleted event would count as
    /// new: keep at least 48 hours (RELIABILITY 3.3). It has a transaction of its own, and waits until no other write
    /// does; small limits keep the writer free.
    package func prune(olderThan time: Date, limit: Int) async throws -> Int {
        try await writer.keepUp { database in
            try await database.write { database in
                let sql = """
                    DELETE FROM event WHERE id IN (
                        SELECT id FROM event
                        WHERE received < ? AND (decided IS NOT NULL OR is_stale = 1 OR aside IS NOT NULL)
                            AND NOT EXISTS (SELECT 1 FROM reply WHERE event_id = event.id AND settled IS NULL)
                        ORDER BY received LIMIT ?
                    )
                    """
                try database.cachedStatement(sql: sql).execute(arguments: [time.milliseconds, max(limit, 0)])
                let count = database.changesCount
                let keys = "DELETE FROM forgotten WHERE received < ?"
                try database.cachedStatement(sql: keys).execute(arguments: [time.milliseconds])
                try database.pruneChanges(before: time)
                return count
            }
        }
    }

    /// Whether this store has a log that must be shortened now and then.
    package var hasLog: Bool { file.isFile }

    /// Moves the write-ahead log into the database when it has grown; does nothing while it is small.
    ///
    /// No commit does that by itself, so call it every second. Readers and writers are not disturbed, unless the log is
    /// so long that its growth must be ended.
    package func shortenLog() async throws {
        if file.logSize > Self.smallLog { try await emptyLog() }
    }

    /// Moves the whole log into the database, and empties it.
    func emptyLog() async throws {
        for mode in [Database.CheckpointMode.passive, .truncate] {
            try await writer.keepUp { database in
                try await database.writeWithoutTransaction { try $0.shortenLog(mode) }
            }
        }
    }

    /// Checks the structure of the whole file beside the work, if the opening had no time for all of it.
    ///
    /// Damage shows in the store's health.
    package func finishCheck() async {
        guard !file.isChecked else { return }
        let path = path
        do {
            _ = try await runBlocking { try StructureCheck.isSound(path: path, within: nil) }
        } catch {
            guard let found = StoreError.classified(error, path: path) as? StoreError else { return }
            await writer.noteFailedRead(found)
        }
    }
}
