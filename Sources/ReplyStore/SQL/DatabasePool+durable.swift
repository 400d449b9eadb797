import GRDB

extension DatabasePool {
    /// Opens a file so that a commit which returned survives a crash and a power cut.
    static func durable(at path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "reply store"
        configuration.busyMode = .timeout(1)
        let pool = try DatabasePool(path: path, configuration: configuration)
        // Not in `prepareDatabase`: the pool lowers the level to NORMAL after that (RELIABILITY 3.2).
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }
}
