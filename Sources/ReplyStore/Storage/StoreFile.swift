import Dispatch
import Foundation
import GRDB
import Synchronization

/// The open database of a store; replaced by a new one on the same file after a failure of the disk.
final class StoreFile: Sendable {
    /// The path by which errors name the database.
    let path: String
    /// Whether the check at the opening was completed.
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

    /// Opens a database in memory.
    init(inMemory name: String) throws {
        path = name
        isChecked = true
        let queue = try DatabaseQueue()
        current = Mutex(queue)
        try queue.migrateReplyStore(path: name)
    }

    /// The current database.
    var database: any DatabaseWriter { current.withLock { $0 } }

    /// Whether the database is a file, not memory.
    var isFile: Bool { database is DatabasePool }

    /// The size of the write-ahead log, in bytes.
    var logSize: Int {
        guard isFile else { return 0 }
        return (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int) ?? 0
    }

    /// Closes the file, opens it again and checks it, on a thread that may block.
    ///
    /// After a failed flush, a later one on the same handle may succeed although the system has dropped the data. So the
    /// log is emptied through the new handles before anything is added to it (RELIABILITY 3.2).
    func reopen() async throws {
        guard isFile else { return }
        try await runBlocking { try self.reopenNow() }
    }

    /// Moves the log into the file and closes it; after a failure the log stays, and the next opening reads it.
    ///
    /// Only a pool may be used after closing, and then throws; a queue crashes. A database in memory just ends.
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

    /// Opens the file and prepares it; after a failure nothing more is written through the handles.
    private static func open(_ path: String, prepare: (DatabasePool) throws -> Void) throws -> DatabasePool {
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
    /// The last connection that closes does that, so a read-only one stays open until afterwards.
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

extension DatabasePool {
    /// Opens a file so that a commit which returned survives a crash and a power cut.
    static func durable(at path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "reply store"
        // Below the patience of `record`, so that its callers get this error and not `slow`.
        configuration.busyMode = .timeout(0.7)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // Not in `prepareDatabase`: the pool lowers the level to NORMAL after that (RELIABILITY 3.2).
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // Deleted data must not stay readable in the free parts of the file.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // Otherwise the commit of some acknowledgement moves the log into the file first.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return pool
    }
}

extension Database {
    /// Throws `StoreError.notDurable` unless this connection writes ahead and flushes at each commit.
    func checkDurability(path: String) throws {
        for (setting, wanted) in [("journal_mode", "wal"), ("synchronous", "2")] {
            let found = try String.fetchOne(self, sql: "PRAGMA \(setting)") ?? "nothing"
            guard found == wanted else {
                throw StoreError.notDurable(path: path, setting: setting, found: found)
            }
        }
    }

    /// Moves the log into the file as far as readers allow.
    func shortenLog(_ mode: CheckpointMode) throws {
        do {
            try checkpoint(mode)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // A reader uses the log; nothing is lost, and the next call tries again.
        }
    }
}

/// Looks for damage in the structure of a database file, on a connection of its own, so that it can be interrupted.
enum StructureCheck {
    /// Reads the whole file; false when that took longer than `limit` and was interrupted.
    ///
    /// - Throws: `StoreError.corrupt` for damage.
    static func isSound(path: String, within limit: Duration?) throws -> Bool {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let interruption = DispatchWorkItem { queue.interrupt() }
        if let limit {
            let deadline = DispatchTime.now() + limit / .seconds(1)
            DispatchQueue.global().asyncAfter(deadline: deadline, execute: interruption)
        }
        defer { interruption.cancel() }
        do {
            let found = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } ?? "nothing"
            guard found == "ok" else { throw StoreError.corrupt(path: path, detail: found) }
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return false
        }
    }
}
