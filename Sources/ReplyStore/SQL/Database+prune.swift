import Foundation
import GRDB

extension Database {
    /// Deletes settled events that are old.
    func prune(olderThan time: Date, limit: Int) throws -> Int {
        let sql = """
            DELETE FROM event WHERE id IN (
                SELECT id FROM event
                WHERE received < ? AND (decided IS NOT NULL OR is_stale = 1 OR aside IS NOT NULL)
                    AND NOT EXISTS (SELECT 1 FROM reply WHERE event_id = event.id AND settled IS NULL)
                ORDER BY received LIMIT ?
            )
            """
        try cachedStatement(sql: sql).execute(arguments: [time.milliseconds, max(limit, 0)])
        let count = changesCount
        // An event that comes again after that would count as new, too, if it had not been forgotten.
        try cachedStatement(sql: "DELETE FROM forgotten WHERE received < ?").execute(arguments: [time.milliseconds])
        return count
    }
}
