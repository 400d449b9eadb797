import BotCore
package import Foundation
import GRDB

extension ReplyStore {
    /// Claims replies that are due, the longest waiting first, at most one for each follower, for `lease` seconds.
    ///
    /// A reply is claimable only when no earlier one of the same follower is open, so each follower's replies go out in
    /// order. The end of a lease counts as due: the attempt then counts as ambiguous. Claim no more than the free send
    /// slots, so that no claimed reply waits.
    ///
    /// `token` must be drawn afresh for each claim. Each reply is counted once on `day` (`yyyy-MM-dd`, in the account's
    /// time zone), and once more after each try that may have reached the follower; see `QueuedReply.sendsToday`.
    /// Expired replies are handed out too: mark them dead.
    package func claim(
        limit: Int,
        now: Date,
        leaseFor lease: TimeInterval,
        token: LeaseToken,
        day: String,
        interrupted: InterruptedTries = .areDoubtful
    ) async throws -> ClaimedReplies {
        let claim = ReplyClaim(
            limit: limit,
            now: now,
            leaseUntil: now.addingTimeInterval(lease),
            token: token,
            day: day,
            interrupted: interrupted
        )
        return try await writer.write { database in
            let replies = try database.claimable(claim).map { try database.take($0, for: claim) }
            return ClaimedReplies(replies: replies, nextDue: try database.nextDue())
        }
    }
}

private struct ReplyClaim: Sendable {
    var limit: Int
    var now: Date
    /// When the replies may be claimed again.
    var leaseUntil: Date
    /// The fresh token that fences their outcomes.
    var token: LeaseToken
    /// The day on which the sends are counted.
    var day: String
    /// The tries without an outcome that may have reached the follower.
    var interrupted: InterruptedTries
}

extension Database {
    /// The condition that the row `candidate` is the first open one of its follower.
    private static let isHeadOfLine = """
        candidate.settled IS NULL AND NOT EXISTS (
            SELECT 1 FROM reply AS earlier
            WHERE earlier.app_id = candidate.app_id AND earlier.user_id = candidate.user_id
                AND earlier.id < candidate.id AND earlier.settled IS NULL
        )
        """

    fileprivate func claimable(_ claim: ReplyClaim) throws -> [Row] {
        let sql = """
            SELECT * FROM reply AS candidate
            WHERE due <= ? AND \(Self.isHeadOfLine)
            ORDER BY due, id LIMIT ?
            """
        let arguments: StatementArguments = [claim.now.milliseconds, max(claim.limit, 0)]
        return try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Leases one claimable row and counts it, once for a day; `row` is as it was before the claim.
    fileprivate func take(_ row: Row, for claim: ReplyClaim) throws -> QueuedReply {
        let isDoubtful = claim.interrupted.areDoubtful(in: row)
        let count = try countOnce(row, isDoubtful: isDoubtful, day: claim.day)
        let sql = """
            UPDATE reply
            SET state = 'sending', lease = ?, due = ?, tried = ?, started = 0, attempts = attempts + 1,
                counted_on = ?, ambiguous = ambiguous + ?
            WHERE id = ?
            """
        let id: ReplyID = row["id"]
        if isDoubtful {
            try noteAttempt(
                of: id,
                ended: claim.now,
                as: .doubtful,
                reason: ReplyReason(code: ReasonCode.lease.rawValue)
            )
        }
        try cachedStatement(sql: sql)
            .execute(arguments: [
                claim.token, claim.leaseUntil.milliseconds, claim.now.milliseconds, count.day, isDoubtful, id,
            ])
        return QueuedReply(
            id: id,
            eventID: row["event_id"],
            appID: row["app_id"],
            userID: row["user_id"],
            message: row["message"],
            attempts: row["attempts"] + 1,
            ambiguousAttempts: row["ambiguous"] + (isDoubtful ? 1 : 0),
            interruptedAttempts: row["interrupted"],
            sendsToday: count.sends,
            priority: ReplyPriority(rawValue: row["priority"]) ?? .ordinary,
            lastInteraction: count.lastInteraction,
            handoffUntil: count.handoffUntil,
            due: row.date("due"),
            expires: row.date("expires"),
            leaseUntil: claim.leaseUntil,
            leaseToken: claim.token
        )
    }

    /// When the first of all heads of line is due.
    fileprivate func nextDue() throws -> Date? {
        let sql = """
            SELECT due FROM reply AS candidate
            WHERE \(Self.isHeadOfLine)
            ORDER BY due LIMIT 1
            """
        return try Int64.fetchOne(cachedStatement(sql: sql)).map(Date.init(milliseconds:))
    }

    /// A doubtful try keeps its message of the day, and the next try uses another one.
    private func countOnce(_ row: Row, isDoubtful: Bool, day: String) throws -> SendCount {
        let (appID, userID): (String, String) = (row["app_id"], row["user_id"])
        let countedOn: String? = isDoubtful ? nil : row["counted_on"]
        if let countedOn, countedOn >= day, var count = try sendCount(appID: appID, userID: userID) {
            count.day = countedOn
            return count
        }
        return try countSend(appID: appID, userID: userID, day: day) ?? SendCount(day: day, sends: 1)
    }
}
