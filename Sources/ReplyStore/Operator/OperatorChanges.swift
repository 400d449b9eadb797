package import BotCore
package import Foundation
import GRDB

/// The new lifetime of a dead reply that is to be sent after all.
package struct NewLife: Sendable, Hashable {
    /// When it begins.
    package var now: Date
    /// How long the reply is worth sending, in seconds.
    package var lifetime: TimeInterval
    /// How long after a follower's last interaction the platform takes messages, in seconds.
    package var window: TimeInterval

    /// A new life from `now` on.
    package init(now: Date, lifetime: TimeInterval, window: TimeInterval) {
        self.now = now
        self.lifetime = lifetime
        self.window = window
    }
}

/// The result of requeueing a reply.
package enum RequeueOutcome: String, Sendable, Hashable, CaseIterable {
    /// It waits again, with a new lifetime.
    case requeued
    /// There is no such reply.
    case unknown
    /// It was not given up: it waits, is being sent, or was sent.
    case notDead
    /// The follower's last interaction is too long ago for the platform.
    case outsideWindow
}

/// The result of dropping a reply.
package enum DropOutcome: String, Sendable, Hashable, CaseIterable {
    /// It is given up and no longer listed.
    case dropped
    /// There is no such reply.
    case unknown
    /// It is being sent at this moment.
    case underWay
    /// It was sent.
    case sent
}

/// An operator's changes; each call returns after the commit.
extension ReplyStore {
    /// Gives a dead reply a new lifetime and new attempts.
    package func requeue(_ reply: ReplyID, with life: NewLife) async throws -> RequeueOutcome {
        try await writer.write { try $0.requeue(reply, with: life) }
    }

    /// Requeues every dead reply that was not dropped, in their order.
    package func requeueAll(with life: NewLife) async throws -> [(id: ReplyID, outcome: RequeueOutcome)] {
        try await writer.write { database in
            let sql = "SELECT id FROM reply WHERE state = 'dead' AND reason <> ? ORDER BY id"
            return try ReplyID.fetchAll(database, sql: sql, arguments: [Database.dropped])
                .map { ($0, try database.requeue($0, with: life)) }
        }
    }

    /// Gives up a reply that waits or is dead, and hides it.
    package func drop(_ reply: ReplyID, at now: Date) async throws -> DropOutcome {
        try await writer.write { try $0.drop(reply, at: now) }
    }

    /// Starts a hand-off of a follower until a moment, or ends it with nil; false for an unknown follower.
    ///
    /// A decision that was under way is refused with `StoreError.contactChanged`. The change is kept for recordings.
    package func setHandoff(userID: String, until: Date?, at now: Date) async throws -> Bool {
        try await writer.write { database in
            try database.noteHandoff(of: userID, until: until, at: now)
            let sql = "UPDATE contact SET handoff_until = ?, revision = revision + 1 WHERE user_id = ?"
            try database.cachedStatement(sql: sql).execute(arguments: [until?.milliseconds, userID])
            return database.changesCount > 0
        }
    }
}

extension Database {
    fileprivate func requeue(_ id: ReplyID, with life: NewLife) throws -> RequeueOutcome {
        guard let reply = try reply(id) else { return .unknown }
        guard reply.state == .dead else { return .notDead }
        guard try hasInteracted(id, since: life.now.addingTimeInterval(-life.window)) else { return .outsideWindow }
        // Its earlier message of the day was given back, or stays used: the next one counts anew.
        let sql = """
            UPDATE reply
            SET state = 'queued', settled = NULL, last_code = coalesce(reason, last_code), reason = NULL,
                attempts = 0, ambiguous = 0, interrupted = 0, started = 0, counted_on = NULL,
                created = :now, due = :now, expires = :expires
            WHERE id = :id
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "now": life.now.milliseconds, "expires": life.now.addingTimeInterval(life.lifetime).milliseconds,
                "id": id,
            ])
        return .requeued
    }

    fileprivate func drop(_ id: ReplyID, at now: Date) throws -> DropOutcome {
        guard let reply = try reply(id) else { return .unknown }
        switch reply.state {
        case .sending: return .underWay
        case .sent: return .sent
        case .queued: try giveBackWaiting(id)
        case .dead: break
        }
        let sql = """
            UPDATE reply
            SET state = 'dead', last_code = iif(reason IS NULL OR reason = :dropped, last_code, reason),
                reason = :dropped, settled = coalesce(settled, :now)
            WHERE id = :id
            """
        let arguments: StatementArguments = ["dropped": Self.dropped, "now": now.milliseconds, "id": id]
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return .dropped
    }

    private func hasInteracted(_ id: ReplyID, since time: Date) throws -> Bool {
        let sql = """
            SELECT count(*) FROM contact JOIN reply USING (app_id, user_id)
            WHERE reply.id = ? AND last_interaction >= ?
            """
        return try Int.fetchOne(self, sql: sql, arguments: [id, time.milliseconds]) == 1
    }

    /// Returns a waiting reply's message of the day, unless a try of it may have arrived.
    private func giveBackWaiting(_ id: ReplyID) throws {
        let sql = """
            UPDATE contact SET sends = sends - 1
            WHERE sends > 0 AND (app_id, user_id, day) = (
                SELECT app_id, user_id, counted_on FROM reply WHERE id = ? AND ambiguous = 0 AND interrupted = 0
            )
            """
        try cachedStatement(sql: sql).execute(arguments: [id])
    }
}
