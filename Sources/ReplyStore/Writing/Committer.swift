import GRDB

/// The only writer: it puts all writes that wait into one transaction, so that they share one flush of the disk.
///
/// There is no artificial delay: the flush under way is the window in which the next batch gathers (RELIABILITY 3.2).
/// Commits run in a task of the committer's own, so that a caller who is cancelled does not cancel a commit.
actor Committer {
    /// How much the committer takes on.
    struct Limits: Sendable {
        /// The most writes in one transaction.
        var batch = 256
        /// The most writes that wait; beyond it callers get `StoreError.overloaded`.
        var waiting = 4_096
    }

    private let database: any DatabaseWriter
    private let path: String
    private let limits: Limits
    private var lock: StoreLock?
    private var waiting: [PendingWrite] = []
    private var draining: Task<Void, Never>?

    /// Whether `close` was called.
    private(set) var isClosed = false
    /// How many transactions were begun.
    private(set) var batches = 0
    /// How many writes wait for the next transaction.
    var waitingCount: Int { waiting.count }

    /// Takes over a database and the lock that entitles to write to it.
    init(database: any DatabaseWriter, path: String, lock: StoreLock?, limits: Limits) {
        self.database = database
        self.path = path
        self.lock = lock
        self.limits = limits
    }

    /// Runs `body` in the next transaction and returns its value once that is durable.
    ///
    /// With `isOutcome` it is taken on however many wait: what came of a reply must not be forgotten because events
    /// flood in, and there are never more outcomes than replies under way.
    func write<Value: Sendable>(
        isOutcome: Bool = false,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(PendingWrite(path: path, continuation: continuation, body: body), isOutcome: isOutcome)
        }
    }

    /// Finishes the writes that wait, moves the log into the database file, closes it and gives up the lock.
    func close() async throws {
        guard !isClosed else { return }
        isClosed = true
        await draining?.value
        do {
            await checkpoint()
            // Only a pool may be used after closing, and then throws; a queue crashes. One in memory just ends.
            if let pool = database as? DatabasePool { try pool.close() }
            lock = nil
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    private func enqueue(_ write: PendingWrite, isOutcome: Bool) {
        guard !isClosed else { return write.fail(StoreError.closed(path: path)) }
        guard isOutcome || waiting.count < limits.waiting else {
            return write.fail(StoreError.overloaded(waiting: waiting.count))
        }
        waiting.append(write)
        if draining == nil {
            draining = Task { await drain() }
        }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(limits.batch))
            waiting.removeFirst(batch.count)
            await commit(batch)
        }
        draining = nil
    }

    private func commit(_ batch: [PendingWrite]) async {
        batches += 1
        do {
            let settlements = try await database.write { database in
                try batch.map { try $0.settlement(in: database) }
            }
            for settle in settlements { settle() }
        } catch {
            for write in batch { write.fail(error) }
        }
    }

    /// A failure loses nothing: the log stays beside the database, and the next opening reads it.
    private func checkpoint() async {
        _ = try? await database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}
