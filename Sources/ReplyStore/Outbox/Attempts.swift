package import BotCore
package import Foundation
import GRDB

/// An attempt to send a reply that has ended.
package struct AttemptRecord: Sendable, Hashable {
    /// How an attempt ended.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// The platform took the reply.
        case sent
        /// The reply did not reach the follower.
        case failed
        /// The reply may have reached the follower.
        case doubtful
        /// The process died while the request was under way.
        case interrupted
    }

    /// The reply.
    package let replyID: ReplyID
    /// Its place among the kept attempts of the reply, from 1.
    package let number: Int
    /// When the reply was claimed for it.
    package let begun: Date?
    /// When its outcome was recorded.
    package let ended: Date
    package let outcome: Outcome
    /// The platform's code, or one of ours; nil for success.
    package let code: String?
    /// The id of the platform's answer, for its support.
    package let traceID: String?
}

extension AttemptRecord: FetchableRecord {
    init(row: Row) {
        self.init(
            replyID: row["reply_id"],
            number: row["number"],
            begun: row.optionalDate("begun"),
            ended: row.date("ended"),
            outcome: Outcome(rawValue: row["outcome"]) ?? .failed,
            code: row["code"],
            traceID: row["trace"]
        )
    }
}

extension Database {
    /// The attempts of a reply that are kept in full; later ones replace the last of them.
    private static let attemptLimit = 100

    /// Keeps an attempt in the transaction that records its outcome; it goes with its reply.
    func noteAttempt(
        of reply: ReplyID,
        ended: Date,
        as outcome: AttemptRecord.Outcome,
        reason: ReplyReason? = nil
    ) throws {
        let sql = """
            INSERT OR REPLACE INTO attempt (reply_id, number, begun, ended, outcome, code, trace)
            SELECT id, min(:limit, 1 + coalesce((SELECT max(number) FROM attempt WHERE reply_id = :id), 0)),
                tried, :ended, :outcome, :code, :trace
            FROM reply WHERE id = :id
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "limit": Self.attemptLimit, "id": reply, "ended": ended.milliseconds, "outcome": outcome.rawValue,
                "code": reason?.code, "trace": reason?.traceID,
            ])
    }
}

extension JournalReader {
    /// The ended attempts of the replies to an event, by reply and in order.
    package func attempts(answering event: EventID) async throws -> [AttemptRecord] {
        try await read { database in
            let sql = """
                SELECT attempt.* FROM attempt JOIN reply ON reply.id = reply_id
                WHERE event_id = ? ORDER BY ordinal, number
                """
            return try AttemptRecord.fetchAll(database, sql: sql, arguments: [event])
        }
    }
}
