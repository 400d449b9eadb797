package import BotCore
package import Foundation
import GRDB

/// The reason for the end of an attempt or a reply, kept for the operator.
package struct ReplyReason: Sendable, Hashable {
    /// The platform's error code, or one of ours.
    package var code: String
    /// The id of the platform's answer, for its support.
    package var traceID: String?

    package init(code: String, traceID: String? = nil) {
        self.code = code
        self.traceID = traceID
    }
}

/// The outcomes of a claimed reply. Each call returns false when the reply is no longer ours.
extension ReplyStore {
    /// Records, before a request is written, that it may be under way from now on.
    package func markStarted(_ reply: QueuedReply) async throws -> Bool {
        try await writer.write(.outcome) { database in
            let sql = "UPDATE reply SET started = 1 WHERE id = ? AND lease = ?"
            try database.cachedStatement(sql: sql).execute(arguments: [reply.id, reply.leaseToken])
            return database.changesCount == 1
        }
    }

    /// Records that the API accepted a reply.
    package func markSent(_ reply: QueuedReply, at time: Date) async throws -> Bool {
        try await writer.write(.outcome) { database in
            guard try database.settle(reply, as: .sent, reason: nil, at: time) else { return false }
            try database.noteAttempt(of: reply.id, ended: time, as: .sent)
            return true
        }
    }

    /// Queues a reply for another attempt at `due`, at the latest when it expires.
    ///
    /// The reason is kept for the operator. The reply keeps its place before later ones. The attempt ended at `now`; nil
    /// is `due`.
    package func retry(
        _ reply: QueuedReply,
        at due: Date,
        reason: ReplyReason?,
        cost: Settlement.Cost = .aTry,
        ended now: Date? = nil
    ) async throws -> Bool {
        try await writer.write(.outcome) { database in
            let sql = """
                UPDATE reply
                SET state = 'queued', lease = NULL, due = min(:due, expires), last_code = coalesce(:code, last_code),
                    trace = coalesce(:trace, trace), attempts = attempts - :free, ambiguous = ambiguous + :ambiguous,
                    counted_on = iif(:ambiguous, NULL, counted_on)
                WHERE id = :id AND lease = :lease
                """
            try database.cachedStatement(sql: sql)
                .execute(arguments: [
                    "due": due.milliseconds, "code": reason?.code, "trace": reason?.traceID, "free": cost == .none,
                    "ambiguous": cost == .ambiguity, "id": reply.id, "lease": reply.leaseToken,
                ])
            guard database.changesCount == 1 else { return false }
            let outcome: AttemptRecord.Outcome = cost == .ambiguity ? .doubtful : .failed
            try database.noteAttempt(of: reply.id, ended: now ?? due, as: outcome, reason: reason)
            return true
        }
    }

    /// Puts a reply back to its place before the claim, since no request was begun.
    ///
    /// The reason is kept only while there is no code of a failure.
    package func putBack(_ reply: QueuedReply, reason: ReasonCode, at now: Date) async throws -> Bool {
        try await writer.write(.outcome) { database in
            let sql = """
                UPDATE reply
                SET state = 'queued', lease = NULL, due = min(?, expires), last_code = coalesce(last_code, ?),
                    attempts = attempts - 1
                WHERE id = ? AND lease = ?
                """
            // After the clock was set back, its place may be an hour away.
            let due = min(reply.due, now)
            try database.cachedStatement(sql: sql)
                .execute(arguments: [due.milliseconds, reason.rawValue, reply.id, reply.leaseToken])
            return database.changesCount == 1
        }
    }

    /// Gives a reply up for good.
    ///
    /// The follower's daily count gets the message back, unless this attempt or an earlier one may have reached them.
    /// `wasTried` is false when no request was begun for this claim: then it does not count as a try.
    package func markDead(
        _ reply: QueuedReply,
        reason: ReplyReason,
        at time: Date,
        mayHaveArrived: Bool = false,
        wasTried: Bool = true
    ) async throws -> Bool {
        try await writer.write(.outcome) { database in
            guard try database.settle(reply, as: .dead, reason: reason, at: time) else { return false }
            if !mayHaveArrived { try database.giveBackSend(of: reply) }
            try database.correctTries(of: reply, wasTried: wasTried, mayHaveArrived: mayHaveArrived)
            if wasTried {
                let outcome: AttemptRecord.Outcome = mayHaveArrived ? .doubtful : .failed
                try database.noteAttempt(of: reply.id, ended: time, as: outcome, reason: reason)
            }
            return true
        }
    }

    /// Whether a reply is kept; a missing one was forgotten or pruned.
    package func hasReply(_ reply: ReplyID) async throws -> Bool {
        try await read { database in
            let sql = "SELECT count(*) FROM reply WHERE id = ?"
            return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [reply]) == 1
        }
    }
}

extension Database {
    /// Ends a reply's life; false when the token is not that of the latest claim.
    fileprivate func settle(
        _ reply: QueuedReply,
        as state: ReplyRecord.State,
        reason: ReplyReason?,
        at time: Date
    ) throws -> Bool {
        let sql = """
            UPDATE reply SET state = ?, reason = ?, trace = coalesce(?, trace), settled = ?, lease = NULL
            WHERE id = ? AND lease = ?
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                state.rawValue, reason?.code, reason?.traceID, time.milliseconds, reply.id, reply.leaseToken,
            ])
        return changesCount == 1
    }

    /// Takes a dead reply off its follower's count, unless an attempt may have reached them or the day is over.
    fileprivate func giveBackSend(of reply: QueuedReply) throws {
        let sql = """
            UPDATE contact SET sends = sends - 1
            WHERE app_id = ? AND user_id = ? AND sends > 0
                AND day = (SELECT counted_on FROM reply WHERE id = ? AND ambiguous = 0 AND interrupted = 0)
            """
        try cachedStatement(sql: sql).execute(arguments: [reply.appID, reply.userID, reply.id])
    }

    /// Corrects the tries of a dead reply: a claim without a request does not count, and one that may have arrived is
    /// ambiguous.
    fileprivate func correctTries(of reply: QueuedReply, wasTried: Bool, mayHaveArrived: Bool) throws {
        guard !wasTried || mayHaveArrived else { return }
        // An earlier try that may have arrived is counted already.
        let sql = """
            UPDATE reply
            SET attempts = max(0, attempts - :untried),
                ambiguous = ambiguous + (:unknown AND ambiguous = 0 AND interrupted = 0)
            WHERE id = :id
            """
        try cachedStatement(sql: sql)
            .execute(arguments: ["untried": !wasTried, "unknown": wasTried && mayHaveArrived, "id": reply.id])
    }
}
