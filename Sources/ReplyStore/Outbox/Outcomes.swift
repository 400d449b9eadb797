import Foundation
import GRDB

extension Database {
    /// Ends a reply's life; false when the token is not that of the latest claim.
    func settle(_ reply: QueuedReply, as state: String, reason: ReplyReason?, at time: Date) throws -> Bool {
        let sql = """
            UPDATE reply SET state = ?, reason = ?, trace = coalesce(?, trace), settled = ?, lease = NULL
            WHERE id = ? AND lease = ?
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                state, reason?.code, reason?.traceID, time.milliseconds, reply.id.rawValue, reply.leaseToken.stored,
            ])
        return changesCount == 1
    }

    /// Puts a reply back into the queue; false when the token is not that of the latest claim.
    func requeue(
        _ reply: QueuedReply,
        at due: Date,
        reason: ReplyReason?,
        after outcome: AttemptOutcome
    ) throws -> Bool {
        let sql = """
            UPDATE reply
            SET state = 'queued', lease = NULL, due = min(:due, expires), last_code = coalesce(:code, last_code),
                trace = coalesce(:trace, trace), attempts = attempts - :notMade, ambiguous = ambiguous + :unknown,
                counted_on = iif(:unknown, NULL, counted_on)
            WHERE id = :id AND lease = :lease
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "due": due.milliseconds, "code": reason?.code, "trace": reason?.traceID,
                "notMade": outcome == .notMade, "unknown": outcome == .unknown, "id": reply.id.rawValue,
                "lease": reply.leaseToken.stored,
            ])
        return changesCount == 1
    }

    /// Puts a reply back as if it had not been claimed; false when the token is not that of the latest claim.
    func putBack(_ reply: QueuedReply, to due: Date, code: String) throws -> Bool {
        let sql = """
            UPDATE reply
            SET state = 'queued', lease = NULL, due = min(?, expires), last_code = coalesce(last_code, ?),
                attempts = attempts - 1
            WHERE id = ? AND lease = ?
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [due.milliseconds, code, reply.id.rawValue, reply.leaseToken.stored])
        return changesCount == 1
    }

    /// Notes that a request is about to be written; false when the token is not that of the latest claim.
    func start(_ reply: QueuedReply) throws -> Bool {
        let sql = "UPDATE reply SET started = 1 WHERE id = ? AND lease = ?"
        try cachedStatement(sql: sql).execute(arguments: [reply.id.rawValue, reply.leaseToken.stored])
        return changesCount == 1
    }

    /// Moves the times of open replies that were written before the clock was set.
    func followClock(_ change: ClockChange, now: Date) throws -> Int {
        let condition = change.seconds < 0 ? "created > :limit" : "created < :limit"
        let sql = """
            UPDATE reply
            SET created = created + :step, expires = expires + :step,
                due = iif(state = 'queued', :now, due + :step)
            WHERE settled IS NULL AND \(condition)
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "step": Int64((change.seconds * 1_000).rounded()), "now": now.milliseconds,
                "limit": change.limit(askedAt: now).milliseconds,
            ])
        let moved = changesCount
        try contactsFollowClock(change, now: now)
        return moved
    }

    /// Moves what waiting replies depend on: the 48 hours, and hand-offs; a decision under way is made again.
    private func contactsFollowClock(_ change: ClockChange, now: Date) throws {
        let isOlder = change.seconds < 0 ? "last_interaction > :limit" : "last_interaction < :limit"
        let step = Int64((change.seconds * 1_000).rounded())
        let limit = change.limit(askedAt: now).milliseconds
        // A hand-off that lasted when the clock was set; how long ago the follower wrote says nothing after a step back.
        let handoffs = """
            UPDATE contact SET handoff_until = handoff_until + :step, revision = revision + 1
            WHERE handoff_until > :now - :step AND (:step < 0 OR last_interaction < :limit)
            """
        try cachedStatement(sql: handoffs)
            .execute(arguments: ["step": step, "now": now.milliseconds, "limit": limit])
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
        try cachedStatement(sql: interactions).execute(arguments: ["step": step, "limit": limit])
    }

    /// Takes a buried reply off its follower's count, unless an attempt may have reached them or the day is over.
    func giveBackSend(of reply: QueuedReply) throws {
        let sql = """
            UPDATE contact SET sends = sends - 1
            WHERE app_id = ? AND user_id = ? AND sends > 0
                AND day = (SELECT counted_on FROM reply WHERE id = ? AND ambiguous = 0 AND interrupted = 0)
            """
        try cachedStatement(sql: sql).execute(arguments: [reply.appID, reply.userID, reply.id.rawValue])
    }

    /// Has the count of tries say what is true of a buried reply: a claim without a request was none, and one that may
    /// have arrived is among the ambiguous ones.
    func correctTries(of reply: QueuedReply, wasTried: Bool, mayHaveArrived: Bool) throws {
        guard !wasTried || mayHaveArrived else { return }
        // Where an earlier try may have arrived, it is counted already.
        let sql = """
            UPDATE reply
            SET attempts = max(0, attempts - :untried),
                ambiguous = ambiguous + (:unknown AND ambiguous = 0 AND interrupted = 0)
            WHERE id = :id
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "untried": !wasTried, "unknown": wasTried && mayHaveArrived, "id": reply.id.rawValue,
            ])
    }

    /// Puts all leased replies back into the queue; their sender died, which is no try of the platform.
    func releaseLeases(now: Date, interrupted: InterruptedTries) throws -> Int {
        let rows = try Row.fetchAll(self, sql: "SELECT id, state, lease, started FROM reply WHERE state = 'sending'")
        let sql = """
            UPDATE reply
            SET state = 'queued', lease = NULL, due = :now, attempts = attempts - 1,
                interrupted = interrupted + :doubtful, counted_on = iif(:doubtful, NULL, counted_on)
            WHERE id = :id
            """
        for row in rows {
            let id: Int64 = row["id"]
            try cachedStatement(sql: sql)
                .execute(arguments: ["now": now.milliseconds, "doubtful": interrupted.isDoubtful(row), "id": id])
        }
        return rows.count
    }
}
