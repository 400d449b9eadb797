package import BotCore
package import Foundation
import GRDB

/// An event as an operator sees it.
package struct EventRecord: Sendable, Hashable, Identifiable {
    /// The event with its entry in the journal.
    package let journaled: JournaledEvent
    /// The number of processes that died during its decision.
    package let deaths: Int
    /// Why the event is quarantined; nil when it is not.
    package let quarantineReason: QuarantineReason?
    /// The time as of which the event was decided; nil until then.
    package let decided: Date?
    /// The clock's time of the decision; for decisions of earlier versions, the time as of which it was made.
    package let decidedAt: Date?
    /// The follower as the decision found them; nil before the decision, and for decisions of earlier versions.
    package let basis: DecisionBasis?
    /// Where the event came from.
    package let origin: EventOrigin

    /// Its number in the journal.
    package var id: EventID { journaled.id }
}

extension EventRecord: FetchableRecord {
    init(row: Row) {
        self.init(
            journaled: JournaledEvent(row: row),
            deaths: row["deaths"],
            quarantineReason: row["aside"],
            decided: row.optionalDate("decided"),
            decidedAt: row.optionalDate("decided_at") ?? row.optionalDate("decided"),
            basis: DecisionBasis(row: row),
            origin: EventOrigin(column: row["origin"])
        )
    }
}

/// A follower whom a person, not the bot, answers.
package struct HandoffRecord: Sendable, Hashable {
    /// The follower.
    package let userID: String
    /// The end of the hand-off.
    package let until: Date
    /// The latest event of the follower.
    package let lastInteraction: Date
}

extension HandoffRecord: FetchableRecord {
    init(row: Row) {
        self.init(
            userID: row["user_id"],
            until: row.date("handoff_until"),
            lastInteraction: row.date("last_interaction")
        )
    }
}

extension Database {
    /// One event.
    func event(_ id: EventID) throws -> EventRecord? {
        try EventRecord.fetchOne(self, sql: "SELECT * FROM event WHERE id = ?", arguments: [id])
    }
}
