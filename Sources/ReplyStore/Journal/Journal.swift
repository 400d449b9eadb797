package import BotCore
package import Foundation
import GRDB

extension ReplyStore {
    /// Makes an event durable together with its follower's last interaction, and returns whether it is new.
    ///
    /// It returns only after the commit; concurrent calls share one. A bad entry fails alone. A duplicate changes
    /// nothing. Cancelling the caller does not cancel the commit.
    ///
    /// After `StoreOptions.patience` it throws `StoreError.slow`, and the write goes on. Whether or not the caller still
    /// waits, a new event that must be decided is published to `feed`, with `companion`, before the caller returns.
    package func record<Companion: Sendable>(
        _ entry: JournalEntry,
        companion: Companion,
        publishingTo feed: CommitFeed<Companion>
    ) async throws -> RecordOutcome {
        try await record(entry) { recorded in
            guard case .first(let event) = recorded.outcome, !entry.isStale else { return }
            let committed = CommittedEvent(id: event, entry: entry, contact: recorded.contact, companion: companion)
            feed.broadcast.publish(committed)
        }
    }

    /// Makes an event durable without publishing it: whoever decides it finds it in the journal.
    package func record(_ entry: JournalEntry) async throws -> RecordOutcome {
        try await record(entry) { _ in }
    }

    private func record(
        _ entry: JournalEntry,
        publish: @escaping @Sendable (Recorded) -> Void
    ) async throws -> RecordOutcome {
        let recorded = try await writer.write(.intake, publish: publish) { database in
            guard let event = try database.insert(entry) else { return Recorded(outcome: .duplicate) }
            // A CreateTime in the future must not lengthen the 48 hours.
            let interaction = min(entry.created, entry.received)
            try database.touchContact(appID: entry.appID, userID: entry.userID, at: interaction)
            let contact = entry.isStale ? nil : try database.contact(from: entry, before: event)
            return Recorded(outcome: .first(event), contact: contact)
        }
        return recorded.outcome
    }

    /// The events that wait for a decision, in order of arrival, without stale ones.
    package func undecidedEvents(limit: Int, after: EventID? = nil) async throws -> [JournaledEvent] {
        let page = JournalPage(after: after, limit: limit)
        return try await read { try page.undecided(in: $0) }
    }

    /// The number of the latest event; 0 for none.
    package func lastEvent() async throws -> EventID {
        try await read { try $0.lastEvent() }
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
}

/// A new entry, as its transaction left it.
private struct Recorded: Sendable {
    var outcome: RecordOutcome
    var contact: Contact?
}

/// A page of the journal.
struct JournalPage: Sendable {
    /// The earliest time of receipt.
    var since: Date?
    /// The time of receipt before which the page ends.
    var until: Date?
    /// The event after which the page begins.
    var after: EventID?
    /// The most events to read.
    var limit: Int

    /// Reads all events of the page in order of arrival.
    ///
    /// The plus signs keep SQLite from sorting the whole range by time first: it walks the rows by number.
    func events(in database: Database) throws -> [JournaledEvent] {
        try fetch("+received >= :since AND +received < :until", in: database)
    }

    /// Reads the events of the page that wait for a decision.
    func undecided(in database: Database) throws -> [JournaledEvent] {
        try fetch("decided IS NULL AND is_stale = 0 AND aside IS NULL", in: database)
    }

    private func fetch(_ condition: String, in database: Database) throws -> [JournaledEvent] {
        let sql = """
            SELECT * FROM event
            WHERE id > :after AND \(condition)
            ORDER BY id LIMIT :limit
            """
        let statement = try database.cachedStatement(sql: sql)
        var arguments: StatementArguments = ["after": after?.rawValue ?? 0, "limit": max(limit, 0)]
        if condition.contains(":since") {
            arguments += ["since": since?.milliseconds ?? .min, "until": until?.milliseconds ?? .max]
        }
        return try JournaledEvent.fetchAll(statement, arguments: arguments)
    }
}

extension Database {
    /// Inserts an entry; nil when its key exists or was forgotten, which the insert itself decides.
    func insert(_ entry: JournalEntry) throws -> EventID? {
        // SQLite takes an empty value for null, hence `coalesce`.
        let sql = """
            INSERT INTO event
                (dedupe_key, app_id, user_id, kind, created, received, is_stale, query, content_type, body)
            SELECT coalesce(?, x''), ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, x'')
            WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE dedupe_key = ?)
            ON CONFLICT (dedupe_key) DO NOTHING
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                Data(entry.dedupeKey), entry.appID, entry.userID, entry.kind, entry.created.milliseconds,
                entry.received.milliseconds, entry.isStale, entry.request.query, entry.request.contentType,
                Data(entry.request.body), Data(entry.dedupeKey),
            ])
        return changesCount == 0 ? nil : EventID(rawValue: lastInsertedRowID)
    }

    /// The follower of a new event, unless an earlier event of theirs waits for its decision.
    fileprivate func contact(from entry: JournalEntry, before event: EventID) throws -> Contact? {
        let sql = """
            SELECT 1 FROM event
            WHERE app_id = ? AND user_id = ? AND id < ? AND decided IS NULL AND is_stale = 0 AND aside IS NULL
            LIMIT 1
            """
        let arguments: StatementArguments = [entry.appID, entry.userID, event]
        guard try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments) == nil else { return nil }
        return try contact(appID: entry.appID, userID: entry.userID)
    }

    /// The number of the latest event; 0 for none.
    func lastEvent() throws -> EventID {
        try EventID.fetchOne(self, sql: "SELECT max(id) FROM event") ?? EventID(rawValue: 0)
    }
}

/// Publishes new events that wait for a decision, in the order of their commits, to those who decide them.
///
/// `Companion` is the type of the values that accompany the entries to `ReplyStore.record`; the store only passes them on.
package struct CommitFeed<Companion: Sendable>: Sendable {
    let broadcast = Broadcast<CommittedEvent<Companion>>()

    /// A feed without subscribers.
    package init() {}

    /// The events published from this call on; the stream ends with the task that reads it.
    ///
    /// Earlier events are in the journal: subscribe first, then read it. Events that a failed flush kept are not
    /// published; read the journal again when `ReplyStore.healthChanges` reports that the store works.
    package func committedEvents() -> AsyncStream<CommittedEvent<Companion>> {
        broadcast.subscribe()
    }
}

/// A new event that waits for its decision, as published after its commit.
package struct CommittedEvent<Companion: Sendable>: Sendable, Identifiable {
    /// Its number, in order of arrival.
    package let id: EventID
    /// The entry as recorded.
    package let entry: JournalEntry
    /// The follower as of the commit; nil when an earlier event of theirs still waited for its decision.
    ///
    /// `ReplyStore.commit` refuses a decision on it after any other change.
    package let contact: Contact?
    /// The value passed to `record` with the entry.
    package let companion: Companion
}
