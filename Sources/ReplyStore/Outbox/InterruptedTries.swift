package import BotCore
package import Foundation
import GRDB

/// The tries without a recorded outcome that may have reached the follower.
package enum InterruptedTries: Sendable, Hashable {
    /// All of them.
    case areDoubtful
    /// The tries that `ReplyStore.markStarted` recorded.
    case areDoubtfulOnceStarted
    /// The listed tries: no byte of the others was written.
    case areDoubtfulIfBegun(Set<BegunTry>)

    /// Whether the try of a row of the table `reply` may have reached the follower.
    func areDoubtful(in row: Row) -> Bool {
        guard row["state"] as String == ReplyRecord.State.sending.rawValue else { return false }
        switch self {
        case .areDoubtful: return true
        case .areDoubtfulOnceStarted: return row["started"]
        case .areDoubtfulIfBegun(let begun):
            let lease: LeaseToken? = row["lease"]
            return begun.contains(BegunTry(reply: row["id"], lease: lease ?? LeaseToken(rawValue: 0)))
        }
    }
}

/// A try whose request may have been under way: a reply under one of its claims.
package struct BegunTry: Sendable, Hashable {
    package let reply: ReplyID
    /// The claim under which it was sent.
    package let lease: LeaseToken

    package init(reply: ReplyID, lease: LeaseToken) {
        self.reply = reply
        self.lease = lease
    }
}

extension ReplyStore {
    /// Returns every reply that is being sent to the queue, and returns their number.
    ///
    /// Call it once at the start, before the first claim: only this database's last process can have been sending them.
    /// Its death uses up no try. A doubtful try counts as `QueuedReply.interruptedAttempts`.
    package func releaseLeases(now: Date, interrupted: InterruptedTries = .areDoubtful) async throws -> Int {
        try await writer.write { database in
            let leased = "SELECT id, state, lease, started FROM reply WHERE state = 'sending'"
            let rows = try Row.fetchAll(database, sql: leased)
            let sql = """
                UPDATE reply
                SET state = 'queued', lease = NULL, due = :now, attempts = attempts - 1,
                    interrupted = interrupted + :doubtful, counted_on = iif(:doubtful, NULL, counted_on)
                WHERE id = :id
                """
            for row in rows {
                let id: ReplyID = row["id"]
                let isDoubtful = interrupted.areDoubtful(in: row)
                if isDoubtful { try database.noteAttempt(of: id, ended: now, as: .interrupted) }
                try database.cachedStatement(sql: sql)
                    .execute(arguments: ["now": now.milliseconds, "doubtful": isDoubtful, "id": id])
            }
            return rows.count
        }
    }
}
