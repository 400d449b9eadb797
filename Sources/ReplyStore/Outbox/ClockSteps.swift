package import BotCore
package import Foundation
import GRDB

extension ReplyStore {
    /// Lets the times of open replies follow a step of the wall clock, and returns the number of replies moved.
    ///
    /// For replies written before the step it moves their creation, their expiry and the end of their leases. Replies
    /// that only wait are due at once.
    package func followClock(_ step: ClockStep, now: Date) async throws -> Int {
        try await writer.write(.outcome) { database in
            let moved = try database.moveReplies(by: step, now: now)
            try database.moveContacts(by: step, now: now)
            return moved
        }
    }
}

extension Database {
    fileprivate func moveReplies(by step: ClockStep, now: Date) throws -> Int {
        let isOlder = step.seconds < 0 ? "created > :limit" : "created < :limit"
        let sql = """
            UPDATE reply
            SET created = created + :step, expires = expires + :step,
                due = iif(state = 'queued', :now, due + :step)
            WHERE settled IS NULL AND \(isOlder)
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "step": step.milliseconds, "now": now.milliseconds, "limit": step.limit(askedAt: now).milliseconds,
            ])
        return changesCount
    }

    /// Moves the times on which waiting replies depend, the 48 hours and hand-offs; a decision under way must be made
    /// again.
    fileprivate func moveContacts(by step: ClockStep, now: Date) throws {
        let isOlder = step.seconds < 0 ? "last_interaction > :limit" : "last_interaction < :limit"
        let limit = step.limit(askedAt: now).milliseconds
        // Hand-offs that were in force at the step. After a step back, the last interaction does not show this.
        let handoffs = """
            UPDATE contact SET handoff_until = handoff_until + :step, revision = revision + 1
            WHERE handoff_until > :now - :step AND (:step < 0 OR last_interaction < :limit)
            """
        try cachedStatement(sql: handoffs)
            .execute(arguments: ["step": step.milliseconds, "now": now.milliseconds, "limit": limit])
        let interactions = """
            UPDATE contact SET last_interaction = last_interaction + :step, revision = revision + 1
            WHERE \(isOlder) AND (
                EXISTS (
                    SELECT 1 FROM reply
                    WHERE reply.app_id = contact.app_id AND reply.user_id = contact.user_id AND settled IS NULL
                ) OR EXISTS (
                    SELECT 1 FROM event
                    WHERE event.app_id = contact.app_id AND event.user_id = contact.user_id
                        AND decided IS NULL AND is_stale = 0 AND aside IS NULL
                )
            )
            """
        try cachedStatement(sql: interactions).execute(arguments: ["step": step.milliseconds, "limit": limit])
    }
}

extension ClockStep {
    fileprivate var milliseconds: Int64 { Int64((seconds * 1_000).rounded()) }
}
