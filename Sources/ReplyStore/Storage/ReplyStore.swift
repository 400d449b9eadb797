package import Foundation
import GRDB

/// The durable memory of the bot: the journal of events, the contacts, and the outbox of replies.
///
/// All writes go through one writer, which groups them; a write that returned survives a crash and a power cut.
/// Cancelling a caller does not undo its write. Every error is a `StoreError`, except that a cancelled read throws
/// `CancellationError`.
package struct ReplyStore: Sendable {
    let file: StoreFile
    let writer: GroupCommitWriter

    /// The path by which errors name the database.
    var path: String { file.path }

    /// Opens the database file at `path`, or creates it with mode 0600, and brings its schema up to date.
    ///
    /// It blocks for the time of a few disk flushes and of a check of the file. It throws `StoreError.locked` at once
    /// when another process has the database open for writing, `StoreError.corrupt` when the file is damaged, and
    /// `StoreError.notDurable` when it cannot keep its promise.
    package init(path: String, options: StoreOptions = StoreOptions()) throws {
        let lock = try StoreLock(database: path)
        do {
            self.init(file: try StoreFile(path: path, checkTime: options.checkTime), lock: lock, options: options)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    /// Opens a store in memory, for replays and tests; it is gone when it is released.
    package static func inMemory(options: StoreOptions = .unhurried) throws -> ReplyStore {
        let path = "in memory"
        do {
            return ReplyStore(file: try StoreFile(inMemory: path), lock: nil, options: options)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    private init(file: StoreFile, lock: StoreLock?, options: StoreOptions) {
        self.file = file
        writer = GroupCommitWriter(file: file, lock: lock, options: options)
    }

    /// Opens the journal of a database for reading while a server may be writing to it; it takes no lock.
    package static func openReadOnly(path: String) throws -> JournalReader {
        try JournalReader(path: path)
    }

    /// Renames the files of a damaged database, with `time` in their names, and returns the new name of the first.
    ///
    /// It throws `StoreError.locked` when a process has the database open for writing.
    package static func moveDamaged(path: String, at time: Date) throws -> String {
        let lock = try StoreLock(database: path)
        defer { withExtendedLifetime(lock) {} }
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        let moved = path + ".damaged-" + time.formatted(style)
        // The log comes first: a database is readable without its log, a log without its database is not.
        for suffix in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: path + suffix) {
            do {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: moved + suffix)
            } catch {
                throw StoreError.cannotOpen(path: path + suffix, detail: "\(error.localizedDescription)")
            }
        }
        return moved
    }

    /// Finishes the writes under way, moves the write-ahead log into the file, and gives up the lock.
    ///
    /// Later calls throw `StoreError.closed` (only a store in memory can still be read); closing twice is harmless.
    package func close() async throws {
        try await writer.close()
    }

    /// The result of each transaction from this call on, until the store is closed.
    package func commitReports() -> AsyncStream<CommitReport> {
        writer.reports.subscribe()
    }

    /// Reads the latest committed state.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await file.database.classifiedRead(path: path, body)
        } catch let error as StoreError {
            await writer.noteFailedRead(error)
            if case .closed = error, await !writer.isClosed {
                throw StoreError.failed(path: path, detail: "it is being opened again")
            }
            throw error
        }
    }
}

/// The options of a store.
package struct StoreOptions: Sendable {
    /// Bytes reserved beside the database for a full disk; 0 for none.
    package var reservedSpace = 16 << 20
    /// How long `record` waits for its commit before it throws `StoreError.slow`.
    package var patience = Duration.milliseconds(800)
    /// The time limit of the check at the opening; the rest is left to `ReplyStore.finishCheck`.
    package var checkTime = Duration.seconds(1)
    /// Measures the patience and the duration of commits.
    package var clock: any Clock<Duration> = ContinuousClock()

    var limits = GroupCommitWriter.Limits()

    /// Options for a store without callers that need a quick answer.
    package static var unhurried: StoreOptions {
        var options = StoreOptions()
        options.patience = .seconds(86_400)
        options.checkTime = .seconds(86_400)
        return options
    }

    package init() {}
}

/// The result of one transaction, for measurements.
package struct CommitReport: Sendable {
    /// The number of writes that shared it.
    package var writes: Int
    /// Its duration, with the flush of the disk.
    package var duration: Duration
    /// Why nothing of it was stored; nil after a commit.
    package var error: StoreError?
}
