public import Foundation
import GRDB

extension ReplyStore {
    /// Makes an event durable together with its follower's last interaction, and says whether it is new.
    ///
    /// It returns only after the commit; concurrent calls share one. A bad entry fails alone. A duplicate changes
    /// nothing. Cancelling the caller does not cancel the commit.
    ///
    /// After `StoreOptions.patience` it throws `StoreError.slow`, and the write goes on. `onCommit` is told of each event
    /// that is durable, in the order of their numbers, whether or not its caller still waits; it must not wait.
    public func record(
        _ entry: JournalEntry,
        onCommit: @escaping @Sendable (RecordOutcome) -> Void = { _ in }
    ) async throws -> RecordOutcome {
        try await committer.write(.intake, onCommit: onCommit) { database in
            guard let event = try database.insert(entry) else { return .duplicate }
            try database.touchContact(
                appID: entry.appID,
                userID: entry.userID,
                // A CreateTime from the future must not lengthen the 48 hours.
                at: min(entry.created, entry.received)
            )
            return .first(event)
        }
    }

    /// The events that wait for a decision, in order of arrival, without the stale ones.
    public func undecidedEvents(limit: Int, after: EventID? = nil) async throws -> [JournaledEvent] {
        let page = JournalPage(after: after, limit: limit)
        return try await read { try page.undecided(in: $0) }
    }

    /// The number of the latest event; 0 for none.
    public func lastEvent() async throws -> EventID {
        try await read { database in
            EventID(rawValue: try Int64.fetchOne(database, sql: "SELECT max(id) FROM event") ?? 0)
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
        return try await read { try page.events(in: $0) }
    }

    /// Marks an event decided, keeps the follower's new state, and queues the replies: all of it or nothing.
    ///
    /// It returns false, and changes nothing, when the event was decided, set aside or forgotten before; it throws
    /// `StoreError.unknownEvent` when the journal has no such event of this follower or the event is stale.
    ///
    /// `StoreError.contactChanged` means that somebody else changed the contact after the decision had read it: read it
    /// again and decide again.
    @discardableResult
    public func commit(_ decided: DecidedEvent) async throws -> Bool {
        try await committer.write { database in
            guard try database.markDecided(decided) else { return false }
            try database.keep(decided.contact)
            try database.queue(decided)
            return true
        }
    }

    /// Counts the death of the process `life` for each event inside whose decision it died, and returns all suspects:
    /// the undecided events with deaths, and their number.
    ///
    /// Repeating the call for the same life counts nothing twice.
    public func countDeaths(inside events: Set<EventID>, life: UInt64) async throws -> [EventID: Int] {
        try await committer.write { database in
            try database.countDeaths(inside: events, life: life)
            return try database.suspects()
        }
    }

    /// Leaves an event undecided for good, until an operator says otherwise; false when it is no longer undecided.
    @discardableResult
    public func setAside(_ event: EventID, reason: String) async throws -> Bool {
        try await committer.write { try $0.setAside(event, reason: reason) }
    }
}
