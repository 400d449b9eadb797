import Foundation
import GRDB

/// What an operator looks at.
extension Database {
    /// The newest replies in these states, oldest first, without those that an operator dropped.
    func replies(in states: Set<ReplyRecord.State>, limit: Int) throws -> [ReplyRecord] {
        let names = states.map(\.rawValue).sorted()
        let sql = """
            SELECT * FROM reply
            WHERE state IN (\(names.map { _ in "?" }.joined(separator: ","))) AND coalesce(reason, '') <> ?
            ORDER BY id DESC LIMIT ?
            """
        let arguments = StatementArguments(names) + [Self.dropped, max(limit, 0)]
        return try Row.fetchAll(self, sql: sql, arguments: arguments).map(ReplyRecord.init(row:)).reversed()
    }

    /// One reply, whatever its state.
    func reply(_ id: ReplyID) throws -> ReplyRecord? {
        try Row.fetchOne(self, sql: "SELECT * FROM reply WHERE id = ?", arguments: [id.rawValue])
            .map(ReplyRecord.init(row:))
    }

    /// The replies to an event, in order.
    func replies(to event: EventID) throws -> [ReplyRecord] {
        let sql = "SELECT * FROM reply WHERE event_id = ? ORDER BY ordinal"
        return try Row.fetchAll(self, sql: sql, arguments: [event.rawValue]).map(ReplyRecord.init(row:))
    }

    /// The newest events that are set aside, oldest first.
    func asideEvents(limit: Int) throws -> [EventRecord] {
        let sql = "SELECT * FROM event WHERE aside IS NOT NULL ORDER BY id DESC LIMIT ?"
        return try Row.fetchAll(self, sql: sql, arguments: [max(limit, 0)]).map(EventRecord.init(row:)).reversed()
    }

    /// One event.
    func event(_ id: EventID) throws -> EventRecord? {
        try Row.fetchOne(self, sql: "SELECT * FROM event WHERE id = ?", arguments: [id.rawValue])
            .map(EventRecord.init(row:))
    }

    /// The hand-offs that have not ended, the first to end first.
    func handoffs(at now: Date) throws -> [HandoffRecord] {
        let sql = "SELECT * FROM contact WHERE handoff_until > ? ORDER BY handoff_until, user_id"
        return try Row.fetchAll(self, sql: sql, arguments: [now.milliseconds])
            .map { row in
                HandoffRecord(
                    userID: row["user_id"],
                    until: Date(milliseconds: row["handoff_until"]),
                    lastInteraction: Date(milliseconds: row["last_interaction"])
                )
            }
    }
}

extension EventRecord {
    /// Reads a whole row of the table `event`.
    init(row: Row) {
        self.init(journaled: JournaledEvent(row: row), deaths: row["deaths"], aside: row["aside"])
    }
}
