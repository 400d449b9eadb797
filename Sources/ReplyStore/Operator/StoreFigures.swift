package import Foundation
import GRDB

/// The rows in each stage of life.
package struct StoreCounts: Sendable, Hashable {
    /// Events that wait for their decision.
    package var undecided = 0
    /// Events whose decision ends the process or cannot be made.
    package var quarantined = 0
    /// Replies that wait to be sent.
    package var queued = 0
    /// Replies claimed by a sender.
    package var sending = 0
    /// Replies sent and not yet pruned.
    package var sent = 0
    /// Replies given up and not yet pruned.
    package var dead = 0

    package init() {}
}

extension StoreCounts {
    /// Counts the rows.
    init(in database: Database) throws {
        self.init()
        let waiting = "SELECT count(*) FROM event WHERE decided IS NULL AND is_stale = 0 AND aside IS NULL"
        undecided = try database.count(waiting)
        quarantined = try database.count("SELECT count(*) FROM event WHERE aside IS NOT NULL")
        let states = try Row.fetchAll(database, sql: "SELECT state, count(*) AS replies FROM reply GROUP BY state")
        for row in states {
            switch ReplyRecord.State(rawValue: row["state"]) {
            case .queued: queued = row["replies"]
            case .sending: sending = row["replies"]
            case .sent: sent = row["replies"]
            case .dead, nil: dead = row["replies"]
            }
        }
    }
}

/// The backlog and the failures, for metrics.
package struct StoreFigures: Sendable, Hashable {
    /// The rows in each stage; `dead` is without the replies that an operator dropped.
    package var counts = StoreCounts()
    /// The creation time of the oldest reply that is neither sent nor given up.
    package var oldestReply: Date?
    /// The number of followers who used their quota of the day.
    package var followersAtQuota = 0

    package init() {}
}

extension ReplyStore {
    /// The rows in each stage of life.
    package func counts() async throws -> StoreCounts {
        try await read { try StoreCounts(in: $0) }
    }

    /// The backlog and the failures; counts the followers with `daily` messages or more on `day`.
    package func figures(day: String, daily: Int) async throws -> StoreFigures {
        try await read { database in
            var figures = StoreFigures()
            figures.counts = try StoreCounts(in: database)
            figures.counts.dead = try database.count(
                "SELECT count(*) FROM reply WHERE state = 'dead' AND reason <> ?",
                arguments: [Database.dropped]
            )
            let oldest = "SELECT min(created) FROM reply WHERE settled IS NULL"
            figures.oldestReply = try Int64.fetchOne(database, sql: oldest).map(Date.init(milliseconds:))
            let atQuota = "SELECT count(*) FROM contact WHERE day = ? AND sends >= ?"
            figures.followersAtQuota = try database.count(atQuota, arguments: [day, daily])
            return figures
        }
    }
}

extension Database {
    fileprivate func count(_ sql: String, arguments: StatementArguments = []) throws -> Int {
        try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? 0
    }
}
