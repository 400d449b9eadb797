package import BotCore
package import Foundation
import GRDB

/// A reply as an operator sees it.
package struct ReplyRecord: Sendable, Hashable, Identifiable {
    /// A stage of a reply's life.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It waits to be sent.
        case queued
        /// A sender has claimed it.
        case sending
        /// The platform took it.
        case sent
        /// It was given up.
        case dead
    }

    /// Its number in the outbox.
    package let id: ReplyID
    /// The event that it answers.
    package let eventID: EventID
    /// The follower who gets it.
    package let userID: String
    /// Its stage.
    package let state: State
    /// Attempts so far.
    package let attempts: Int
    /// Attempts that may have reached the follower.
    package let ambiguousAttempts: Int
    /// Attempts under way when the process died; they are not among `attempts`.
    package let interruptedAttempts: Int
    /// When it was written.
    package let created: Date
    /// When it is, or was, tried next; while it is sent, the end of the lease.
    package let due: Date
    /// The end of its lifetime.
    package let expires: Date
    /// When it was tried last.
    package let tried: Date?
    /// When it was sent or given up.
    package let settled: Date?
    /// The code of the last failure, or why it was given up.
    package let code: String?
    /// The code of the last failure before it was given up, if it is not the reason itself.
    package let failure: String?
    /// The id of the platform's answer, for its support.
    package let traceID: String?
    /// The JSON for the custom-send API.
    package let message: Data
}

extension ReplyRecord: FetchableRecord {
    init(row: Row) {
        let (reason, last): (String?, String?) = (row["reason"], row["last_code"])
        self.init(
            id: row["id"],
            eventID: row["event_id"],
            userID: row["user_id"],
            state: State(rawValue: row["state"]) ?? .dead,
            attempts: row["attempts"],
            ambiguousAttempts: row["ambiguous"],
            interruptedAttempts: row["interrupted"],
            created: row.date("created"),
            due: row.date("due"),
            expires: row.date("expires"),
            tried: row.optionalDate("tried"),
            settled: row.optionalDate("settled"),
            code: reason ?? last,
            failure: reason == nil || reason == last ? nil : last,
            traceID: row["trace"],
            message: row["message"]
        )
    }
}

extension Database {
    /// The reason of a reply that an operator gave up.
    static let dropped = ReasonCode.dropped.rawValue

    /// The newest replies in these states, oldest first, without those that an operator dropped.
    func replies(in states: Set<ReplyRecord.State>, limit: Int) throws -> [ReplyRecord] {
        let names = states.map(\.rawValue).sorted()
        let sql = """
            SELECT * FROM reply
            WHERE state IN (\(names.map { _ in "?" }.joined(separator: ","))) AND coalesce(reason, '') <> ?
            ORDER BY id DESC LIMIT ?
            """
        let arguments = StatementArguments(names) + [Self.dropped, max(limit, 0)]
        return try ReplyRecord.fetchAll(self, sql: sql, arguments: arguments).reversed()
    }

    /// One reply, in any state.
    func reply(_ id: ReplyID) throws -> ReplyRecord? {
        try ReplyRecord.fetchOne(self, sql: "SELECT * FROM reply WHERE id = ?", arguments: [id])
    }

    /// The replies to an event, in order.
    func replies(to event: EventID) throws -> [ReplyRecord] {
        let sql = "SELECT * FROM reply WHERE event_id = ? ORDER BY ordinal"
        return try ReplyRecord.fetchAll(self, sql: sql, arguments: [event])
    }
}
