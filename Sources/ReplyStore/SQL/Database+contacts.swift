import Foundation
import GRDB

extension Database {
    /// Reads one contact.
    func contact(appID: String, userID: String) throws -> Contact? {
        let sql = """
            SELECT *, (
                SELECT count(*) FROM reply
                WHERE reply.app_id = contact.app_id AND reply.user_id = contact.user_id
                    AND settled IS NULL AND counted_on IS NULL
            ) AS waiting
            FROM contact WHERE app_id = ? AND user_id = ?
            """
        let statement = try cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: [appID, userID]).map(Contact.init(row:))
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

    /// Keeps what a decision may change of a contact; the sends are counted by the outbox alone.
    func keep(_ contact: Contact) throws {
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

    /// Counts one more send on `day` and returns the day and its count.
    ///
    /// A day before the one on record, after the clock was set back, counts on the later day: never too few.
    func countSend(appID: String, userID: String, day: String) throws -> (day: String, sends: Int)? {
        let sql = """
            UPDATE contact
            SET sends = CASE WHEN day >= :day THEN sends + 1 ELSE 1 END,
                day = max(coalesce(day, ''), :day)
            WHERE app_id = :app AND user_id = :user
            """
        try cachedStatement(sql: sql).execute(arguments: ["day": day, "app": appID, "user": userID])
        return try contact(appID: appID, userID: userID).map { ($0.day ?? day, $0.sends) }
    }
}
