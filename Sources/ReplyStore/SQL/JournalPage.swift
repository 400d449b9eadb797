import Foundation
import GRDB

/// A stretch of the journal to read.
struct JournalPage: Sendable {
    /// The earliest time of receipt.
    var since: Date?
    /// The time of receipt before which the stretch ends.
    var until: Date?
    /// The event after which the stretch begins.
    var after: EventID?
    /// The most events to read.
    var limit: Int

    /// Reads the stretch in order of arrival.
    ///
    /// The plus signs keep SQLite from sorting all of the range by time first: it walks the rows by number.
    func events(in database: Database) throws -> [JournaledEvent] {
        try fetch("+received >= :since AND +received < :until", in: database)
    }

    /// Reads the part that waits for a decision.
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
        return try Row.fetchAll(statement, arguments: arguments(of: statement)).map(JournaledEvent.init(row:))
    }

    private func arguments(of statement: Statement) -> StatementArguments {
        var arguments: StatementArguments = ["after": after?.rawValue ?? 0, "limit": max(limit, 0)]
        if statement.sql.contains(":since") {
            arguments += ["since": since?.milliseconds ?? .min, "until": until?.milliseconds ?? .max]
        }
        return arguments
    }
}
