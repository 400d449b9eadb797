import Foundation
import GRDB

/// What an operator changes.
extension Database {
    /// Gives a dead reply a new lifetime and new attempts.
    func revive(_ id: ReplyID, _ life: NewLife) throws -> ReviveOutcome {
        guard let reply = try reply(id) else { return .unknown }
        guard reply.state == .dead else { return .notDead }
        guard try hasInteracted(id, since: life.now.addingTimeInterval(-life.window)) else { return .outsideWindow }
        // What it used of the day was given back, or stays used: what is sent now counts anew.
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
                "id": id.rawValue,
            ])
        return .revived
    }

    /// Gives a reply up that waits or was given up, and takes it out of sight.
    func drop(_ id: ReplyID, at now: Date) throws -> DropOutcome {
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
        let arguments: StatementArguments = ["dropped": Self.dropped, "now": now.milliseconds, "id": id.rawValue]
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return .dropped
    }

    /// The numbers of the dead replies that nobody dropped.
    func deadReplies() throws -> [ReplyID] {
        let sql = "SELECT id FROM reply WHERE state = 'dead' AND reason <> ? ORDER BY id"
        return try Int64.fetchAll(self, sql: sql, arguments: [Self.dropped]).map(ReplyID.init(rawValue:))
    }

    /// Lets an event that was set aside be decided; nil when it is not set aside.
    func takeBack(_ id: EventID, at now: Date) throws -> JournaledEvent? {
        let sql = "UPDATE event SET aside = NULL, deaths = 0, received = ? WHERE id = ? AND aside IS NOT NULL"
        try cachedStatement(sql: sql).execute(arguments: [now.milliseconds, id.rawValue])
        return changesCount == 1 ? try event(id)?.journaled : nil
    }

    /// Ends an event that was set aside, with a decision that says nothing; false when it is not set aside.
    func dropAside(_ id: EventID, decision: String, at now: Date) throws -> Bool {
        let sql = "UPDATE event SET aside = NULL, decided = ?, decision = ? WHERE id = ? AND aside IS NOT NULL"
        try cachedStatement(sql: sql).execute(arguments: [now.milliseconds, decision, id.rawValue])
        return changesCount == 1
    }

    /// Begins or ends a hand-off, so that a decision under way is made again; false for an unknown follower.
    func setHandoff(userID: String, until: Date?) throws -> Bool {
        let sql = "UPDATE contact SET handoff_until = ?, revision = revision + 1 WHERE user_id = ?"
        try cachedStatement(sql: sql).execute(arguments: [until?.milliseconds, userID])
        return changesCount > 0
    }

    private func hasInteracted(_ id: ReplyID, since time: Date) throws -> Bool {
        let sql = """
            SELECT count(*) FROM contact JOIN reply USING (app_id, user_id)
            WHERE reply.id = ? AND last_interaction >= ?
            """
        return try Int.fetchOne(self, sql: sql, arguments: [id.rawValue, time.milliseconds]) == 1
    }

    /// What waits has its message of the day back, unless a try of it may have arrived.
    private func giveBackWaiting(_ id: ReplyID) throws {
        let sql = """
            UPDATE contact SET sends = sends - 1
            WHERE sends > 0 AND (app_id, user_id, day) = (
                SELECT app_id, user_id, counted_on FROM reply WHERE id = ? AND ambiguous = 0 AND interrupted = 0
            )
            """
        try cachedStatement(sql: sql).execute(arguments: [id.rawValue])
    }
}
