import Foundation

/// The right to write to one database, held through an exclusive `flock` on the file `<database>.lock`.
///
/// SQLite can damage a file when two processes write or checkpoint at the same moment (RELIABILITY 3.2). The lock ends
/// with this value or with the process, however that ends. The lock file stays: if it were removed, two processes could
/// lock two files.
final class StoreLock: Sendable {
    private let handle: FileHandle

    /// Takes the lock of a database or throws `StoreError.locked` at once.
    init(database path: String) throws {
        handle = try PrivateFile.open(path + ".lock")
        guard flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Self.refusal(path: path, handle: handle)
        }
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data("\(ProcessInfo.processInfo.processIdentifier)\n".utf8))
    }

    /// Unlocks in so many words: closing is not enough while a child process that was just forked has the file too.
    deinit {
        flock(handle.fileDescriptor, LOCK_UN)
    }

    /// Says who holds the lock, if the holder wrote its number.
    private static func refusal(path: String, handle: FileHandle) -> StoreError {
        guard errno == EWOULDBLOCK else {
            return .cannotOpen(path: path + ".lock", detail: PrivateFile.lastSystemError())
        }
        let note = try? handle.read(upToCount: 20)
        let number = note.flatMap { String(bytes: $0, encoding: .utf8) }
        return .locked(path: path, holder: number.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
    }
}
