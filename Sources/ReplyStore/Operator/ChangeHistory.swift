package import BotCore
package import Foundation
import GRDB

/// An operator's beginning or end of a hand-off.
package struct HandoffChange: Sendable, Hashable {
    /// The account.
    package let appID: String
    /// The follower.
    package let userID: String
    /// When the operator did it.
    package let at: Date
    /// The end of the hand-off; nil when the operator ended it.
    package let until: Date?
    /// The latest event at the time; 0 for none.
    package let after: EventID

    package init(
        appID: String,
        userID: String,
        at: Date,
        until: Date?,
        after: EventID = EventID(rawValue: 0)
    ) {
        self.appID = appID
        self.userID = userID
        self.at = at
        self.until = until
        self.after = after
    }
}

extension HandoffChange: FetchableRecord {
    init(row: Row) {
        self.init(
            appID: row["app_id"],
            userID: row["user_id"],
            at: row.date("at"),
            until: row.optionalDate("until"),
            after: row["after_event"]
        )
    }
}

/// Rules that took effect, at the start of a process or by a reload.
package struct RuleChange: Sendable, Hashable {
    /// When they took effect.
    package let at: Date
    /// 1 for the rules of a start, one more for each reload that changed them.
    package let generation: Int
    /// The beginning of the rule files' checksum; empty for rules that were built in code.
    package let checksum: String
    /// The latest event at the time; 0 for none.
    package let after: EventID

    package init(at: Date, generation: Int, checksum: String, after: EventID = EventID(rawValue: 0)) {
        self.at = at
        self.generation = generation
        self.checksum = checksum
        self.after = after
    }
}

extension RuleChange: FetchableRecord {
    init(row: Row) {
        self.init(
            at: row.date("at"),
            generation: row["generation"],
            checksum: row["checksum"],
            after: row["after_event"]
        )
    }
}

/// Where a reader of the changes stands.
package struct ChangeCursor: Sendable, Hashable {
    fileprivate var handoff: Int64 = 0
    fileprivate var rules: Int64 = 0

    /// Before the first change.
    package init() {}
}

/// Hand-offs and rule changes in the order in which they were kept.
package struct RecordedChanges: Sendable, Hashable {
    package let handoffs: [HandoffChange]
    package let rules: [RuleChange]
    /// From where to read on.
    package let cursor: ChangeCursor
}

extension ReplyStore {
    /// Keeps that rules took effect.
    package func record(_ change: RuleChange) async throws {
        try await writer.write { try $0.note(change) }
    }
}

extension JournalReader {
    /// The changes that were kept after a place, of times from `since` on and before `until`.
    package func changes(
        after cursor: ChangeCursor = ChangeCursor(),
        since: Date? = nil,
        until: Date? = nil
    ) async throws -> RecordedChanges {
        try await read { database in
            func rows(_ table: String, after id: Int64) throws -> [Row] {
                let sql = "SELECT * FROM \(table) WHERE id > ? AND at >= ? AND at < ? ORDER BY id"
                let arguments: StatementArguments = [id, since?.milliseconds ?? .min, until?.milliseconds ?? .max]
                return try Row.fetchAll(database, sql: sql, arguments: arguments)
            }
            let handoffs = try rows("handoff_change", after: cursor.handoff)
            let rules = try rows("rule_change", after: cursor.rules)
            var next = cursor
            next.handoff = handoffs.last?["id"] ?? cursor.handoff
            next.rules = rules.last?["id"] ?? cursor.rules
            return RecordedChanges(
                handoffs: handoffs.map(HandoffChange.init),
                rules: rules.map(RuleChange.init),
                cursor: next
            )
        }
    }

    /// The rules in effect before `time`; nil when it is not known.
    package func rules(before time: Date) async throws -> RuleChange? {
        try await read { database in
            let sql = "SELECT * FROM rule_change WHERE at < ? ORDER BY at DESC, id DESC LIMIT 1"
            return try RuleChange.fetchOne(database, sql: sql, arguments: [time.milliseconds])
        }
    }

    /// When rules with a checksum last took effect at or before `time`; nil when it is not known.
    package func ruleChange(of checksum: String, until time: Date) async throws -> RuleChange? {
        try await read { database in
            let sql = "SELECT * FROM rule_change WHERE checksum = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1"
            return try RuleChange.fetchOne(database, sql: sql, arguments: [checksum, time.milliseconds])
        }
    }
}

extension Database {
    /// Keeps a rule change, once.
    func note(_ change: RuleChange) throws {
        let sql = """
            INSERT INTO rule_change (at, generation, checksum, after_event)
            SELECT :at, :generation, :checksum, coalesce((SELECT max(id) FROM event), 0)
            WHERE NOT EXISTS (
                SELECT 1 FROM rule_change WHERE at = :at AND generation = :generation AND checksum = :checksum
            )
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "at": change.at.milliseconds, "generation": change.generation, "checksum": change.checksum,
            ])
    }

    /// Keeps a hand-off of a known follower, for each of their accounts.
    func noteHandoff(of userID: String, until: Date?, at now: Date) throws {
        let sql = """
            INSERT INTO handoff_change (app_id, user_id, at, until, after_event)
            SELECT app_id, user_id, ?, ?, coalesce((SELECT max(id) FROM event), 0) FROM contact WHERE user_id = ?
            """
        try cachedStatement(sql: sql).execute(arguments: [now.milliseconds, until?.milliseconds, userID])
    }

    /// Keeps a hand-off of a recording, once.
    func note(_ change: HandoffChange) throws {
        let sql = """
            INSERT INTO handoff_change (app_id, user_id, at, until, after_event)
            SELECT :app, :user, :at, :until, coalesce((SELECT max(id) FROM event), 0)
            WHERE NOT EXISTS (
                SELECT 1 FROM handoff_change
                WHERE app_id = :app AND user_id = :user AND at = :at AND until IS :until
            )
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                "app": change.appID, "user": change.userID, "at": change.at.milliseconds,
                "until": change.until?.milliseconds,
            ])
    }

    /// Whether a hand-off of a recording is kept.
    func knows(_ change: HandoffChange) throws -> Bool {
        let sql = """
            SELECT EXISTS (
                SELECT 1 FROM handoff_change WHERE app_id = ? AND user_id = ? AND at = ? AND until IS ?
            )
            """
        let arguments: StatementArguments = [
            change.appID, change.userID, change.at.milliseconds, change.until?.milliseconds,
        ]
        return try Bool.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? false
    }

    func handoffChanges(of userID: String) throws -> [HandoffChange] {
        let sql = "SELECT * FROM handoff_change WHERE user_id = ? ORDER BY at, id"
        return try HandoffChange.fetchAll(self, sql: sql, arguments: [userID])
    }

    /// Deletes changes before `time`, but not the rules in effect then.
    func pruneChanges(before time: Date) throws {
        try cachedStatement(sql: "DELETE FROM handoff_change WHERE at < ?").execute(arguments: [time.milliseconds])
        let rules = """
            DELETE FROM rule_change
            WHERE at < :time AND id <> (
                SELECT id FROM rule_change WHERE at < :time ORDER BY at DESC, id DESC LIMIT 1
            )
            """
        try cachedStatement(sql: rules).execute(arguments: ["time": time.milliseconds])
    }
}
