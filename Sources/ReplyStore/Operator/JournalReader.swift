package import BotCore
package import Foundation
import GRDB

/// Read-only access to a database that a server may have open; it never writes and takes no lock.
///
/// The file is closed when the reader is released.
package final class JournalReader: Sendable {
    private let path: String
    private let database: DatabaseQueue

    /// Opens the file at `path`; it must exist and have the schema of this version.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        self.path = path
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            try database.checkReplyStoreSchema(path: path)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    /// The events received from `since` on and before `until`, in order of arrival, at most `limit` of them.
    ///
    /// To read on, pass the number of the last event as `after`.
    package func events(
        since: Date? = nil,
        until: Date? = nil,
        after: EventID? = nil,
        limit: Int
    ) async throws -> [JournaledEvent] {
        let page = JournalPage(since: since, until: until, after: after, limit: limit)
        return try await read { try page.events(in: $0) }
    }

    /// One event.
    package func event(_ id: EventID) async throws -> EventRecord? {
        try await read { try $0.event(id) }
    }

    /// The newest quarantined events, oldest first.
    package func quarantinedEvents(limit: Int) async throws -> [EventRecord] {
        try await read { database in
            let sql = "SELECT * FROM event WHERE aside IS NOT NULL ORDER BY id DESC LIMIT ?"
            return try EventRecord.fetchAll(database, sql: sql, arguments: [max(limit, 0)]).reversed()
        }
    }

    /// The one-line summaries of decided events, by their numbers.
    package func decisions(on events: Set<EventID>) async throws -> [EventID: String] {
        try await read { database in
            try events.reduce(into: [:]) { decisions, event in
                let sql = "SELECT decision FROM event WHERE id = ?"
                decisions[event] = try String.fetchOne(database, sql: sql, arguments: [event])
            }
        }
    }

    /// The newest replies in these states, oldest first, without those that an operator dropped.
    package func replies(in states: Set<ReplyRecord.State>, limit: Int) async throws -> [ReplyRecord] {
        try await read { try $0.replies(in: states, limit: limit) }
    }

    /// One reply, in any state.
    package func reply(_ id: ReplyID) async throws -> ReplyRecord? {
        try await read { try $0.reply(id) }
    }

    /// The replies to an event, in order.
    package func replies(to event: EventID) async throws -> [ReplyRecord] {
        try await read { try $0.replies(to: event) }
    }

    /// The hand-offs that have not ended, the first to end first.
    package func handoffs(at now: Date) async throws -> [HandoffRecord] {
        try await read { database in
            let sql = "SELECT * FROM contact WHERE handoff_until > ? ORDER BY handoff_until, user_id"
            return try HandoffRecord.fetchAll(database, sql: sql, arguments: [now.milliseconds])
        }
    }

    /// The rows in each stage of life.
    package func counts() async throws -> StoreCounts {
        try await read { try StoreCounts(in: $0) }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await database.classifiedRead(path: path, body)
    }
}
