package import Foundation
import GRDB

/// The state kept of one follower of one account.
package struct Contact: Sendable, Hashable {
    /// The account.
    package var appID: String
    /// The follower.
    package var userID: String
    /// The latest event of the follower; Alipay accepts custom messages for 48 hours after it.
    package var lastInteraction: Date
    /// The day of `sends` as `yyyy-MM-dd`; nil before the first send.
    package var day: String?
    /// Messages counted on `day`, those under way included.
    package var sends: Int
    /// Replies that wait and are not among `sends` yet.
    package var waiting: Int
    /// The end of the hand-off, during which a person answers.
    package var handoffUntil: Date?
    /// The rule engine's state, opaque to the store.
    package var state: Data?
    /// When the oldest answer in `state` was given; nil when it holds none.
    package var oldestAnswer: Date?
    /// The time until which `state` must be kept for an inactive follower; nil when it need not be.
    package var keepUntil: Date?
    /// Rises when anything but a decision changes the contact, and when an earlier event of the follower is released from
    /// quarantine.
    package var revision: Int

    package init(
        appID: String,
        userID: String,
        lastInteraction: Date,
        day: String? = nil,
        sends: Int = 0,
        waiting: Int = 0,
        handoffUntil: Date? = nil,
        state: Data? = nil,
        oldestAnswer: Date? = nil,
        keepUntil: Date? = nil,
        revision: Int = 0
    ) {
        self.appID = appID
        self.userID = userID
        self.lastInteraction = lastInteraction
        self.day = day
        self.sends = sends
        self.waiting = waiting
        self.handoffUntil = handoffUntil
        self.state = state
        self.oldestAnswer = oldestAnswer
        self.keepUntil = keepUntil
        self.revision = revision
    }
}

extension Contact: FetchableRecord {
    /// Reads a row of the table `contact` with the column `waiting`.
    init(row: Row) {
        let keepUntil: Int64 = row["keep_until"]
        self.init(
            appID: row["app_id"],
            userID: row["user_id"],
            lastInteraction: row.date("last_interaction"),
            day: row["day"],
            sends: row["sends"],
            waiting: row["waiting"],
            handoffUntil: row.optionalDate("handoff_until"),
            state: row["state"],
            oldestAnswer: row.optionalDate("oldest_answer"),
            keepUntil: keepUntil == 0 ? nil : Date(milliseconds: keepUntil),
            revision: row["revision"]
        )
    }
}

extension ReplyStore {
    /// One contact; nil when no event of the follower was recorded.
    package func contact(appID: String, userID: String) async throws -> Contact? {
        try await read { try $0.contact(appID: appID, userID: userID) }
    }
}

extension Database {
    func contact(appID: String, userID: String) throws -> Contact? {
        let sql = """
            SELECT *, (
                SELECT count(*) FROM reply
                WHERE reply.app_id = contact.app_id AND reply.user_id = contact.user_id
                    AND settled IS NULL AND counted_on IS NULL
            ) AS waiting
            FROM contact WHERE app_id = ? AND user_id = ?
            """
        return try Contact.fetchOne(cachedStatement(sql: sql), arguments: [appID, userID])
    }

    /// Moves a contact's last interaction forward, or creates the contact.
    func touchContact(appID: String, userID: String, at time: Date) throws {
        let sql = """
            INSERT INTO contact (app_id, user_id, last_interaction) VALUES (?, ?, ?)
            ON CONFLICT (app_id, user_id) DO UPDATE
            SET last_interaction = max(last_interaction, excluded.last_interaction)
            """
        try cachedStatement(sql: sql).execute(arguments: [appID, userID, time.milliseconds])
    }

    /// Stores the parts of a contact that a decision may change; the outbox alone counts the sends.
    func update(_ contact: Contact) throws {
        let sql = """
            INSERT INTO contact
                (app_id, user_id, last_interaction, handoff_until, state, oldest_answer, keep_until, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (app_id, user_id) DO UPDATE
            SET last_interaction = max(last_interaction, excluded.last_interaction),
                handoff_until = excluded.handoff_until,
                state = excluded.state,
                oldest_answer = excluded.oldest_answer,
                keep_until = excluded.keep_until
            WHERE revision = excluded.revision
            """
        try cachedStatement(sql: sql)
            .execute(arguments: [
                contact.appID, contact.userID, contact.lastInteraction.milliseconds, contact.handoffUntil?.milliseconds,
                contact.state, contact.oldestAnswer?.milliseconds, contact.keepUntil?.milliseconds ?? 0,
                contact.revision,
            ])
        guard changesCount == 1 else { throw StoreError.contactChanged }
    }

    /// Counts one more send on `day` and returns the day and its count; nil for an unknown follower.
    ///
    /// After the clock was set back, a day before the recorded one counts on the later day, so the count is never too
    /// low.
    func countSend(appID: String, userID: String, day: String) throws -> SendCount? {
        let sql = """
            UPDATE contact
            SET sends = CASE WHEN day >= :day THEN sends + 1 ELSE 1 END,
                day = max(coalesce(day, ''), :day)
            WHERE app_id = :app AND user_id = :user
            RETURNING day, sends, last_interaction, handoff_until
            """
        let arguments: StatementArguments = ["day": day, "app": appID, "user": userID]
        return try SendCount.fetchAll(cachedStatement(sql: sql), arguments: arguments).first
    }

    /// The count of a follower's sends; nil before the first one.
    func sendCount(appID: String, userID: String) throws -> SendCount? {
        let sql = """
            SELECT day, sends, last_interaction, handoff_until FROM contact
            WHERE app_id = ? AND user_id = ? AND day IS NOT NULL
            """
        return try SendCount.fetchOne(cachedStatement(sql: sql), arguments: [appID, userID])
    }
}

/// A follower's sends of a day, and the facts on which the next one depends.
struct SendCount: Sendable, Hashable, FetchableRecord {
    var day: String
    var sends: Int
    var lastInteraction: Date?
    var handoffUntil: Date?

    init(day: String, sends: Int) {
        self.day = day
        self.sends = sends
    }

    init(row: Row) {
        self.init(day: row["day"], sends: row["sends"])
        lastInteraction = row.date("last_interaction")
        handoffUntil = row.optionalDate("handoff_until")
    }
}
