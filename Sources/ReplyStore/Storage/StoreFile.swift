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
        var isChecked = false
        let pool = try Self.open(path) { pool in
            isChecked = try StructureCheck.isSound(path: path, within: checkTime)
            try pool.migrateReplyStore(path: path)
            // A log that another process may have failed to flush is not continued.
            try pool.writeWithoutTransaction { try $0.shortenLog(.truncate) }
        }
        self.isChecked = isChecked
        current = Mutex(pool)
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
        try await runBlocking { try self.reopenNow() }
    }

    /// Moves the log into the file and closes it; where that fails the log stays, and the next opening reads it.
    ///
    /// Only a pool may be used after closing, and then throws; a queue crashes. One in memory just ends.
    func close(isSpoiled: Bool) async throws {
        guard let pool = database as? DatabasePool else { return }
        let path = path
        try await runBlocking {
            do {
                guard !isSpoiled else { return Self.closeUnwritten(pool, path: path) }
                try pool.writeWithoutTransaction { try $0.shortenLog(.truncate) }
            } catch {
                return Self.closeUnwritten(pool, path: path)
            }
            try pool.close()
        }
    }

    private func reopenNow() throws {
        let path = path
        Self.closeUnwritten(database, path: path)
        let pool = try Self.open(path) { pool in
            _ = try StructureCheck.isSound(path: path, within: nil)
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
        current.withLock { $0 = pool }
    }

    /// Opens the file and prepares it; if that fails nothing more is written through the handles.
    private static func open(_ path: String, _ prepare: (DatabasePool) throws -> Void) throws -> DatabasePool {
        let pool = try DatabasePool.durable(at: path)
        do {
            try prepare(pool)
            try pool.writeWithoutTransaction { try $0.checkDurability(path: path) }
            return pool
        } catch {
            closeUnwritten(pool, path: path)
            throw error
        }
    }

    /// Closes without moving the log into the file.
    ///
    /// Whoever closes a database last does that; so somebody who cannot write has it open until afterwards.
    private static func closeUnwritten(_ database: any DatabaseWriter, path: String) {
        let bystander = try? bystander(at: path)
        try? database.close()
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
