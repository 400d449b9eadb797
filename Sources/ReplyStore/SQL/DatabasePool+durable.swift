import GRDB

extension DatabasePool {
    /// Opens a file so that a commit which returned survives a crash and a power cut.
    static func durable(at path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "reply store"
        // Below the patience of `record`, whose callers then learn what it is that they waited for.
        configuration.busyMode = .timeout(0.7)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // Not in `prepareDatabase`: the pool lowers the level to NORMAL after that (RELIABILITY 3.2).
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // What was deleted must not stay readable in the free parts of the file.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // Otherwise the commit of some acknowledgement moves the log into the file first.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return pool
    }
}
