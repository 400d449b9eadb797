public import Foundation
import GRDB

/// The durable memory of the bot: the journal of events, the contacts, and the outbox of replies.
///
/// All writes go through one committer, which groups them; a write that returned survives a crash and a power cut.
/// A write is not undone when its caller is cancelled. Every error is a `StoreError`, except that a cancelled read
/// throws `CancellationError`.
public struct ReplyStore: Sendable {
    let file: StoreFile
    let committer: Committer

    /// The path under which errors name the database.
    var path: String { file.path }

    /// Opens the database file at `path`, or creates it with mode 0600, and brings its schema up to date.
    ///
    /// It blocks for the time of a few disk flushes and of a check of the file. It throws `StoreError.locked` at once
    /// when another process has the database open for writing, `StoreError.corrupt` when the file is damaged, and
    /// `StoreError.notDurable` when it cannot keep its promise.
    public init(path: String, options: StoreOptions = StoreOptions()) throws {
        let lock = try StoreLock(database: path)
        do {
            self.init(file: try StoreFile(path: path, checkTime: options.checkTime), lock: lock, options: options)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    /// Opens a store in memory, for replays and tests; it is gone when it is released.
    public static func inMemory(options: StoreOptions = .unhurried) throws -> ReplyStore {
        let path = "in memory"
        do {
            return ReplyStore(file: try StoreFile(inMemory: path), lock: nil, options: options)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    /// Opens the journal of a database for reading while a server may be writing to it; it takes no lock.
    public static func openReadOnly(path: String) throws -> JournalReader {
        try JournalReader(path: path)
    }

    /// Gives the files of a damaged database other names, with `time` in them, and returns the new name of the first.
    ///
    /// It throws `StoreError.locked` when a process has the database open for writing.
    public static func setAside(path: String, at time: Date) throws -> String {
        let lock = try StoreLock(database: path)
        defer { withExtendedLifetime(lock) {} }
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        let aside = path + ".damaged-" + time.formatted(style)
        // The log first: a database without its log is still one, a log without its database is none.
        for suffix in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: path + suffix) {
            do {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            } catch {
                throw StoreError.cannotOpen(path: path + suffix, detail: "\(error.localizedDescription)")
            }
        }
        return aside
    }

    /// Finishes the writes under way, moves the write-ahead log into the file, and gives up the lock.
    ///
    /// Later calls throw `StoreError.closed` (only a store in memory can still be read); closing twice is harmless.
    public func close() async throws {
        try await committer.close()
    }

    private init(file: StoreFile, lock: StoreLock?, options: StoreOptions) {
        self.file = file
        committer = Committer(file: file, lock: lock, options: options)
    }

    /// Reads the latest committed state.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await file.database.classifiedRead(path: path, body)
        } catch let error as StoreError {
            await committer.noteFailedRead(error)
            if case .closed = error, await !committer.isClosed {
                throw StoreError.failed(path: path, detail: "it is being opened again")
            }
            throw error
        }
    }
}
