package import BotCore
import Foundation
import GRDB

/// Where an event of the journal came from.
package enum EventOrigin: String, Sendable, Hashable, CaseIterable {
    /// The gateway verified and acknowledged it.
    case gateway
    /// An import of a recording with its signed request.
    case recording = "import"
    /// An import of a redacted recording; its request was made up from the redacted event.
    case redacted

    init(column: String?) {
        self = column.flatMap(EventOrigin.init) ?? .gateway
    }
}

/// An entry of a recording, decided already, so that no server decides or answers it.
package struct ImportedEvent: Sendable {
    package var entry: JournalEntry
    package var origin: EventOrigin
    /// The one-line JSON summary of the decision; nil for a stale event, which is never decided.
    package var decision: String?
    /// The follower before the decision.
    package var basis: DecisionBasis?
    /// The follower after it.
    package var contact: Contact

    package init(
        entry: JournalEntry,
        origin: EventOrigin,
        decision: String?,
        basis: DecisionBasis?,
        contact: Contact
    ) {
        self.entry = entry
        self.origin = origin
        self.decision = decision
        self.basis = basis
        self.contact = contact
    }
}

/// A part of a recording to put into a store.
package enum ImportedEntry: Sendable {
    case event(ImportedEvent)
    case handoff(HandoffChange)
    case rules(RuleChange)
}

extension ReplyStore {
    /// Puts entries of a recording into the journal, all or nothing, without replies; returns the numbers of the events
    /// that were new, in the order of `entries`, nil for those that were not.
    ///
    /// Each event is inserted decided: at no moment does it wait for a decision.
    package func add(_ entries: [ImportedEntry]) async throws -> [EventID?] {
        try await writer.write { database in
            var numbers: [EventID?] = []
            for entry in entries {
                switch entry {
                case .event(let event): numbers.append(try database.add(event))
                case .handoff(let change): try database.note(change)
                case .rules(let change): try database.note(change)
                }
            }
            return numbers
        }
    }

    /// Whether it has neither events, nor followers, nor keys of forgotten events.
    package func isEmpty() async throws -> Bool {
        try await read { database in
            let sql = """
                SELECT NOT EXISTS (SELECT 1 FROM event) AND NOT EXISTS (SELECT 1 FROM contact)
                    AND NOT EXISTS (SELECT 1 FROM forgotten)
                """
            return try Bool.fetchOne(database, sql: sql) ?? false
        }
    }

    /// Whether an event with this key is kept, or was forgotten.
    package func knows(dedupeKey: [UInt8]) async throws -> Bool {
        try await read { database in
            let sql = """
                SELECT EXISTS (SELECT 1 FROM event WHERE dedupe_key = :key)
                    OR EXISTS (SELECT 1 FROM forgotten WHERE dedupe_key = :key)
                """
            let statement = try database.cachedStatement(sql: sql)
            return try Bool.fetchOne(statement, arguments: ["key": Data(dedupeKey)]) ?? false
        }
    }
}

extension ReplyStore {
    /// Whether a hand-off of a recording is kept.
    package func knows(_ change: HandoffChange) async throws -> Bool {
        try await read { try $0.knows(change) }
    }
}

extension Database {
    fileprivate func add(_ event: ImportedEvent) throws -> EventID? {
        let entry = event.entry
        guard let id = try insert(entry) else { return nil }
        // Without a decision, the event must not wait for one.
        let decision = entry.isStale ? nil : event.decision ?? #"{"silent":"unmatched"}"#
        let sql = """
            UPDATE event
            SET origin = ?, decided = ?, decision = ?, decided_at = ?, state_before = ?, handoff_before = ?,
                day_before = ?, sends_before = ?, waiting_before = ?, answer_before = ?
            WHERE id = ?
            """
        let time = decision == nil ? nil : entry.received.milliseconds
        let outcome: StatementArguments = [event.origin.rawValue, time, decision, time]
        try cachedStatement(sql: sql)
            .execute(arguments: outcome + DecisionBasis.arguments(of: event.basis) + [id])
        try touchContact(appID: entry.appID, userID: entry.userID, at: min(entry.created, entry.received))
        var contact = event.contact
        contact.revision = try self.contact(appID: entry.appID, userID: entry.userID)?.revision ?? 0
        try update(contact)
        return id
    }
}
