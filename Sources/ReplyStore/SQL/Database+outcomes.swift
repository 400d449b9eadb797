import Foundation
import GRDB

extension Database {
    /// Ends a reply's life; false when the token is not that of the latest claim.
    func settle(_ reply: QueuedReply, as state: String, reason: String?, at time: Date) throws -> Bool {
        let sql = """
            UPDATE reply SET state = ?, reason = ?, settled = ?, lease = NULL
            WHERE id = ? AND lease = ?
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                state, reason, time.milliseconds, reply.id.rawValue, reply.leaseToken.stored,
            ])
        return changesCount == 1
    }

    /// Puts a reply back into the queue; false when the token is not that of the latest claim.
    func requeue(_ reply: QueuedReply, at due: Date, code: String?, after outcome: AttemptOutcome) throws -> Bool {
        let sql = """
            UPDATE reply
            SET state = 'queued', lease = NULL, due = min(?, expires), last_code = coalesce(?, last_code),
                attempts = attempts - ?, ambiguous = ambiguous + ?
            WHERE id = ? AND lease = ?
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                due.milliseconds, code, outcome == .notMade, outcome == .unknown, reply.id.rawValue,
                reply.leaseToken.stored,
            ])
        return changesCount == 1
    }

    /// Takes a buried reply off its follower's count, unless an attempt may have reached them or the day is over.
    func giveBackSend(of reply: QueuedReply) throws {
        let sql = """
            UPDATE contact SET sends = sends - 1
            WHERE app_id = ? AND user_id = ? AND sends > 0
                AND day = (SELECT counted_on FROM reply WHERE id = ? AND ambiguous = 0)
            """
        try cachedStatement(sql: sql).execute(arguments: [reply.appID, reply.userID, reply.id.rawValue])
    }

    /// Puts all leased replies back into the queue.
    func releaseLeases(now: Date) throws -> Int {
        let sql = """
            UPDATE reply SET state = 'queued', lease = NULL, due = ?, ambiguous = ambiguous + 1
            WHERE state = 'sending'
            """
        try cachedStatement(sql: sql).execute(arguments: [now.milliseconds])
        return changesCount
    }
}
