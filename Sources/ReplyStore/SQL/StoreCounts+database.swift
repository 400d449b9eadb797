import GRDB

extension StoreCounts {
    /// Counts the rows.
    init(in database: Database) throws {
        self.init()
        let waiting = "SELECT count(*) FROM event WHERE decided IS NULL AND is_stale = 0 AND aside IS NULL"
        undecided = try Int.fetchOne(database, sql: waiting) ?? 0
        aside = try Int.fetchOne(database, sql: "SELECT count(*) FROM event WHERE aside IS NOT NULL") ?? 0
        let states = try Row.fetchAll(database, sql: "SELECT state, count(*) AS replies FROM reply GROUP BY state")
        for row in states {
            set(row["replies"], state: row["state"])
        }
    }

    private mutating func set(_ replies: Int, state: String) {
        switch state {
        case "queued": queued = replies
        case "sending": sending = replies
        case "sent": sent = replies
        default: dead = replies
        }
    }
}
