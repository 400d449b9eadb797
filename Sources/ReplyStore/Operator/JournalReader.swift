public import Foundation
import GRDB

/// Read-only access to a database that a server may have open, for exports; it never writes and takes no lock.
///
/// The file is closed when the reader is released.
public final class JournalReader: Sendable {
    private let path: String
    private let database: DatabaseQueue

    /// Opens the file at `path`; it must exist and have the schema of this version.
    public init(path: String) throws {
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
    public func events(
        since: Date? = nil,
        until: Date? = nil,
        after: EventID? = nil,
        limit: Int
    ) async throws -> [JournaledEvent] {
        let page = JournalPage(since: since, until: until, after: after, limit: limit)
        return try await database.classifiedRead(path: path) { try page.events(in: $0) }
    }

    /// How many rows are in each stage of life.
    public func counts() async throws -> StoreCounts {
        try await database.classifiedRead(path: path) { try StoreCounts(in: $0) }
    }
}

/// What an operator looks at.
extension JournalReader {
    /// The newest replies in these states, oldest first, without those that an operator dropped.
    public func replies(in states: Set<ReplyRecord.State>, limit: Int) async throws -> [ReplyRecord] {
        try await database.classifiedRead(path: path) { try $0.replies(in: states, limit: limit) }
    }

    /// One reply, whatever its state.
    public func reply(_ id: ReplyID) async throws -> ReplyRecord? {
        try await database.classifiedRead(path: path) { try $0.reply(id) }
    }

    /// The replies to an event, in order.
    public func replies(to event: EventID) async throws -> [ReplyRecord] {
        try await database.classifiedRead(path: path) { try $0.replies(to: event) }
    }

    /// The newest events that are set aside, oldest first.
    public func asideEvents(limit: Int) async throws -> [EventRecord] {
        try await database.classifiedRead(path: path) { try $0.asideEvents(limit: limit) }
    }

    /// One event.
    public func event(_ id: EventID) async throws -> EventRecord? {
        try await database.classifiedRead(path: path) { try $0.event(id) }
    }

    /// Everything that is kept of a follower.
    public func follower(_ userID: String) async throws -> FollowerRecord {
        try await database.classifiedRead(path: path) { database in
            let events = try database.events(of: userID)
            return FollowerRecord(
                contacts: try database.contacts(of: userID),
                events: events,
                replies: try Dictionary(uniqueKeysWithValues: events.map { ($0.id, try database.replies(to: $0.id)) })
            )
        }
    }

    /// The one-line summaries of decided events, by their numbers.
    public func decisions(on events: Set<EventID>) async throws -> [EventID: String] {
        try await database.classifiedRead(path: path) { database in
            try events.reduce(into: [:]) { decisions, event in
                let sql = "SELECT decision FROM event WHERE id = ?"
                decisions[event] = try String.fetchOne(database, sql: sql, arguments: [event.rawValue])
            }
        }
    }

    /// The hand-offs that have not ended, the first to end first.
    public func handoffs(at now: Date) async throws -> [HandoffRecord] {
        try await database.classifiedRead(path: path) { try $0.handoffs(at: now) }
    }
}
