import GRDB

/// The durable memory of the bot: the journal of events, the contacts, and the outbox of replies.
///
/// All writes go through one committer, which groups them; a write that returned survives a crash and a power cut.
/// A write is not undone when its caller is cancelled. Every error is a `StoreError`, except that a cancelled read
/// throws `CancellationError`.
public struct ReplyStore: Sendable {
    /// The path under which errors name the database.
    let path: String
    let database: any DatabaseWriter
    let committer: Committer

    /// Opens the database file at `path`, or creates it with mode 0600, and brings its schema up to date.
    ///
    /// It blocks for the time of a few disk flushes, and throws `StoreError.locked` at once when another process has
    /// the database open for writing, and `StoreError.notDurable` when the file cannot keep its promise.
    public init(path: String) throws {
        try self.init(path: path, limits: Committer.Limits())
    }

    /// Opens a store in memory, for replays and tests; it is gone when it is released.
    public static func inMemory() throws -> ReplyStore {
        let path = "in memory"
        do {
            let queue = try DatabaseQueue()
            try queue.migrateReplyStore(path: path)
            return ReplyStore(path: path, database: queue, lock: nil, limits: Committer.Limits())
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    /// Opens the journal of a database for reading while a server may be writing to it; it takes no lock.
    public static func openReadOnly(path: String) throws -> JournalReader {
        try JournalReader(path: path)
    }

    /// Finishes the writes under way, moves the write-ahead log into the file, and gives up the lock.
    ///
    /// Later calls throw `StoreError.closed` (only a store in memory can still be read); closing twice is harmless.
    public func close() async throws {
        try await committer.close()
    }

    init(path: String, limits: Committer.Limits) throws {
        let lock = try StoreLock(database: path)
        do {
            // SQLite gives its log files the mode of the database file, so that is made first.
            try PrivateFile.createIfMissing(path)
            let pool = try DatabasePool.durable(at: path)
            try pool.migrateReplyStore(path: path)
            try pool.writeWithoutTransaction { try $0.checkDurability(path: path) }
            self.init(path: path, database: pool, lock: lock, limits: limits)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    private init(path: String, database: any DatabaseWriter, lock: StoreLock?, limits: Committer.Limits) {
        self.path = path
        self.database = database
        committer = Committer(database: database, path: path, lock: lock, limits: limits)
    }

    /// Reads the latest committed state.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await database.classifiedRead(path: path, body)
    }
}
