package import BotCore
package import Foundation
import GRDB

/// A follower as a decision found them, kept with the event so that the decision can be explained later.
///
/// The values are those that the decision read, unchanged: nothing is encoded for it.
package struct DecisionBasis: Sendable, Hashable {
    /// The rule engine's state, opaque to the store; nil for a new follower.
    package var state: Data?
    /// The end of the hand-off.
    package var handoffUntil: Date?
    /// The day of `sends` as `yyyy-MM-dd`.
    package var day: String?
    /// Messages counted on `day`.
    package var sends: Int
    /// Replies that waited and were not among `sends` yet.
    package var waiting: Int
    /// When the oldest answer in `state` was given; nil when it holds none.
    package var oldestAnswer: Date?

    package init(
        state: Data?,
        handoffUntil: Date? = nil,
        day: String? = nil,
        sends: Int = 0,
        waiting: Int = 0,
        oldestAnswer: Date? = nil
    ) {
        self.state = state
        self.handoffUntil = handoffUntil
        self.day = day
        self.sends = sends
        self.waiting = waiting
        self.oldestAnswer = oldestAnswer
    }

    /// The parts of a contact on which decisions depend.
    package init(_ contact: Contact) {
        self.init(
            state: contact.state,
            handoffUntil: contact.handoffUntil,
            day: contact.day,
            sends: contact.sends,
            waiting: contact.waiting,
            oldestAnswer: contact.oldestAnswer
        )
    }
}

extension DecisionBasis {
    /// Reads the columns of a row of the table `event`; nil where the decision kept none.
    init?(row: Row) {
        guard let sends = row["sends_before"] as Int? else { return nil }
        self.init(
            state: row["state_before"],
            handoffUntil: row.optionalDate("handoff_before"),
            day: row["day_before"],
            sends: sends,
            waiting: row["waiting_before"] ?? 0,
            oldestAnswer: row.optionalDate("answer_before")
        )
    }

    /// The values of `state_before`, `handoff_before`, `day_before`, `sends_before`, `waiting_before`, `answer_before`.
    static func arguments(of basis: DecisionBasis?) -> StatementArguments {
        [
            basis?.state, basis?.handoffUntil?.milliseconds, basis?.day, basis?.sends, basis?.waiting,
            basis?.oldestAnswer?.milliseconds,
        ]
    }
}

/// A basis with an answer that must be forgotten, and the event whose decision it belongs to.
package struct AnsweredBasis: Sendable, Hashable {
    /// The event.
    package let event: EventID
    /// The follower before its decision.
    package var basis: DecisionBasis

    package init(event: EventID, basis: DecisionBasis) {
        self.event = event
        self.basis = basis
    }
}

extension ReplyStore {
    /// Kept bases with an answer that was given at `time` or before, at most `limit` of them.
    package func bases(answeredUntil time: Date, limit: Int) async throws -> [AnsweredBasis] {
        try await read { database in
            let sql = "SELECT * FROM event WHERE answer_before <= ? ORDER BY answer_before, id LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [time.milliseconds, max(limit, 0)])
                .map { AnsweredBasis(event: $0["id"], basis: DecisionBasis(row: $0) ?? DecisionBasis(state: nil)) }
        }
    }

    /// Replaces `state` and `oldestAnswer` of kept bases; returns how many events still exist.
    package func replaceStates(_ changes: [AnsweredBasis]) async throws -> Int {
        try await writer.write { database in
            let sql = "UPDATE event SET state_before = ?, answer_before = ? WHERE id = ?"
            return try changes.count { change in
                let (basis, event) = (change.basis, change.event)
                try database.cachedStatement(sql: sql)
                    .execute(arguments: [basis.state, basis.oldestAnswer?.milliseconds, event])
                return database.changesCount == 1
            }
        }
    }
}
