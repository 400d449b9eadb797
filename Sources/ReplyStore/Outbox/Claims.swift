import Foundation
import GRDB

extension Database {
    /// The condition that a row is the first open one of its follower; it names the row `candidate`.
    private static let isHeadOfLine = """
        candidate.settled IS NULL AND NOT EXISTS (
            SELECT 1 FROM reply AS earlier
            WHERE earlier.app_id = candidate.app_id AND earlier.user_id = candidate.user_id
                AND earlier.id < candidate.id AND earlier.settled IS NULL
        )
        """

    /// Queues the replies of a decision in their order.
    func queue(_ decided: DecidedEvent) throws {
        let sql = """
            INSERT INTO reply (event_id, ordinal, app_id, user_id, created, due, expires, priority, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, x''))
            """
        let statement = try cachedStatement(sql: sql)
        for (ordinal, draft) in decided.replies.enumerated() {
            try statement.execute(arguments: [
                decided.eventID.rawValue, ordinal, decided.contact.appID, decided.contact.userID,
                decided.at.milliseconds, decided.at.milliseconds, draft.expires.milliseconds, draft.priority.rawValue,
                draft.message,
            ])
        }
    }

    /// The rows that a claim may take.
    func claimable(_ claim: ReplyClaim) throws -> [Row] {
        let sql = """
            SELECT * FROM reply AS candidate
            WHERE due <= ? AND \(Self.isHeadOfLine)
            ORDER BY due, id LIMIT ?
            """
        let arguments: StatementArguments = [claim.now.milliseconds, max(claim.limit, 0)]
        return try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Leases one claimable row and counts it, once for a day.
    func take(_ row: Row, for claim: ReplyClaim) throws -> QueuedReply {
        let isDoubtful = claim.interrupted.isDoubtful(row)
        let count = try countOnce(row, isDoubtful: isDoubtful, day: claim.day)
        let sql = """
            UPDATE reply
            SET state = 'sending', lease = ?, due = ?, tried = ?, started = 0, attempts = attempts + 1,
                counted_on = ?, ambiguous = ambiguous + ?
            WHERE id = ?
            """
        let id: Int64 = row["id"]
        try cachedStatement(sql: sql)
            .execute(arguments: [
                claim.token.stored, claim.leaseUntil.milliseconds, claim.now.milliseconds, count.day, isDoubtful, id,
            ])
        return QueuedReply(row: row, claim: claim, isDoubtful: isDoubtful, sendsToday: count.sends)
    }

    /// When the first of all heads of line is due.
    func nextDue() throws -> Date? {
        let sql = """
            SELECT due FROM reply AS candidate
            WHERE \(Self.isHeadOfLine)
            ORDER BY due LIMIT 1
            """
        return try Int64.fetchOne(cachedStatement(sql: sql)).map(Date.init(milliseconds:))
    }

    /// What a doubtful try used of the day stays used, and the next try uses one more.
    private func countOnce(_ row: Row, isDoubtful: Bool, day: String) throws -> (day: String, sends: Int) {
        let (appID, userID): (String, String) = (row["app_id"], row["user_id"])
        let countedOn: String? = isDoubtful ? nil : row["counted_on"]
        if let countedOn, countedOn >= day, let contact = try contact(appID: appID, userID: userID) {
            return (countedOn, contact.sends)
        }
        return try countSend(appID: appID, userID: userID, day: day) ?? (day, 1)
    }
}
