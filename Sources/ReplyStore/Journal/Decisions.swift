package import BotCore
package import Foundation
import GRDB

/// A decision with all its effects, which become durable together or not at all.
package struct DecidedEvent: Sendable, Hashable {
    /// The event decided.
    package var eventID: EventID
    /// The follower after the event: `state` with `oldestAnswer` and `keepUntil`, `handoffUntil` and a later
    /// `lastInteraction` are stored.
    ///
    /// `day` and `sends` are not: they belong to the outbox, which counts while decisions are made.
    package var contact: Contact
    /// The replies in the order in which they go out.
    package var replies: [ReplyDraft]
    /// A one-line JSON summary for the operator.
    package var decision: String
    /// The time as of which the event was decided; the replies are due from then on.
    package var at: Date
    /// The follower as the decision found them; nil is not kept.
    package var basis: DecisionBasis?
    /// The clock's time of the decision; nil is `at`.
    package var decidedAt: Date?

    package init(
        eventID: EventID,
        contact: Contact,
        replies: [ReplyDraft],
        decision: String,
        at: Date,
        basis: DecisionBasis? = nil,
        decidedAt: Date? = nil
    ) {
        self.eventID = eventID
        self.contact = contact
        self.replies = replies
        self.decision = decision
        self.at = at
        self.basis = basis
        self.decidedAt = decidedAt
    }
}

/// A reply that a decision asks for.
package struct ReplyDraft: Sendable, Hashable {
    /// The JSON for the custom-send API, opaque to the store.
    package var message: Data
    /// The end of its lifetime.
    package var expires: Date
    /// Its rank when the follower's messages of the day run short.
    package var priority: ReplyPriority

    package init(message: Data, expires: Date, priority: ReplyPriority = .ordinary) {
        self.message = message
        self.expires = expires
        self.priority = priority
    }
}

extension ReplyStore {
    /// Marks an event decided, stores the follower's new state, and queues the replies: all of it or nothing.
    ///
    /// It returns false, and changes nothing, when the event was decided, quarantined or forgotten before; it throws
    /// `StoreError.unknownEvent` when the journal has no such event of this follower or the event is stale.
    ///
    /// `StoreError.contactChanged` means that the contact was changed after the decision had read it: read it again and
    /// decide again.
    @discardableResult
    package func commit(_ decided: DecidedEvent) async throws -> Bool {
        try await writer.write { database in
            guard try database.markDecided(decided) else { return false }
            try database.update(decided.contact)
            try database.queue(decided)
            return true
        }
    }
}

extension Database {
    /// Marks an event decided; false when it already was, or is no longer kept.
    fileprivate func markDecided(_ decided: DecidedEvent) throws -> Bool {
        let sql = """
            UPDATE event
            SET decided = ?, decision = ?, decided_at = ?, state_before = ?, handoff_before = ?, day_before = ?,
                sends_before = ?, waiting_before = ?, answer_before = ?
            WHERE id = ? AND app_id = ? AND user_id = ? AND decided IS NULL AND is_stale = 0 AND aside IS NULL
            """
        let decision: StatementArguments = [
            decided.at.milliseconds, decided.decision, (decided.decidedAt ?? decided.at).milliseconds,
        ]
        let row: StatementArguments = [decided.eventID, decided.contact.appID, decided.contact.userID]
        try cachedStatement(sql: sql)
            .execute(arguments: decision + DecisionBasis.arguments(of: decided.basis) + row)
        if changesCount == 1 { return true }
        guard try isDecided(decided) || isDeleted(decided.eventID) else {
            throw StoreError.unknownEvent(decided.eventID)
        }
        return false
    }

    private func isDecided(_ decided: DecidedEvent) throws -> Bool {
        let sql = """
            SELECT count(*) FROM event
            WHERE id = ? AND app_id = ? AND user_id = ? AND (decided IS NOT NULL OR aside IS NOT NULL)
            """
        let arguments: StatementArguments = [decided.eventID, decided.contact.appID, decided.contact.userID]
        return try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments) == 1
    }

    /// Whether the journal had an event that was deleted: numbers are not reused.
    private func isDeleted(_ event: EventID) throws -> Bool {
        let sql = """
            SELECT NOT EXISTS (SELECT 1 FROM event WHERE id = :id)
                AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'event' AND seq >= :id)
            """
        return try Bool.fetchOne(cachedStatement(sql: sql), arguments: ["id": event]) ?? false
    }

    /// Queues the replies of a decision in their order.
    fileprivate func queue(_ decided: DecidedEvent) throws {
        let sql = """
            INSERT INTO reply (event_id, ordinal, app_id, user_id, created, due, expires, priority, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, x''))
            """
        let statement = try cachedStatement(sql: sql)
        for (ordinal, draft) in decided.replies.enumerated() {
            try statement.execute(arguments: [
                decided.eventID, ordinal, decided.contact.appID, decided.contact.userID,
                decided.at.milliseconds, decided.at.milliseconds, draft.expires.milliseconds, draft.priority.rawValue,
                draft.message,
            ])
        }
    }
}
