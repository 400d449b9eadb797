import Foundation
import GRDB
import Synchronization

/// The open database of a store; after a failure of the disk it is another one, on the same file.
final class StoreFile: Sendable {
    /// The path under which errors name the database.
    let path: String
    /// Whether the check at the opening came to its end.
    let isChecked: Bool
    private let current: Mutex<any DatabaseWriter>

    /// Opens the file at `path`, or creates it, and brings its schema up to date.
    ///
    /// A check that takes longer than `checkTime` is left to `StructureCheck` in the background.
    init(path: String, checkTime: Duration) throws {
        self.path = path
        // SQLite gives its log files the mode of the database file, so that is made first.
        try PrivateFile.createIfMissing(path)
        let pool = try DatabasePool.durable(at: path)
        current = Mutex(pool)
        isChecked = try StructureCheck.isSound(path: path, within: checkTime)
        try pool.migrateReplyStore(path: path)
        try pool.writeWithoutTransaction { database in
            try database.checkDurability(path: path)
            // A log that another process may have failed to flush is not continued.
            _ = try? database.checkpoint(.truncate)
        }
    }

    /// Opens one in memory.
    init(inMemory name: String) throws {
        path = name
        isChecked = true
        let queue = try DatabaseQueue()
        current = Mutex(queue)
        try queue.migrateReplyStore(path: name)
    }

    /// The database to use now.
    var database: any DatabaseWriter { current.withLock { $0 } }

    /// Whether there is a file, and not just memory.
    var isFile: Bool { database is DatabasePool }

    /// The size of the write-ahead log, in bytes.
    var logSize: Int {
        guard isFile else { return 0 }
        return (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int) ?? 0
    }

    /// Closes the file, opens it again and checks it, on a thread that may be blocked.
    ///
    /// After a flush that failed, a later one on the same handle may succeed without the data: the system has dropped
    /// it. So the log is emptied through the new handles before anything is added to it (RELIABILITY 3.2).
    func reopen() async throws {
        guard isFile else { return }
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try self.reopenNow() }) }
        }
    }

    private func reopenNow() throws {
        // Whoever closes a database last writes its log into it, through the old handle; this one cannot write.
        let bystander = try? Self.bystander(at: path)
        try? database.close()
        let pool = try DatabasePool.durable(at: path)
        _ = try StructureCheck.isSound(path: path, within: nil)
        try pool.writeWithoutTransaction { database in
            try database.checkDurability(path: path)
            try database.checkpoint(.truncate)
        }
        current.withLock { $0 = pool }
        withExtendedLifetime(bystander) {}
    }

    private static func bystander(at path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // It holds its share of the file's lock from its first read on.
        _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        return queue
    }
}
