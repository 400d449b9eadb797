import Foundation

/// The right to write to one database, held by an exclusive `flock` on the file `<database>.lock`.
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

    /// Unlocks explicitly: closing is not enough while a child process that was just forked has the file open too.
    deinit {
        flock(handle.fileDescriptor, LOCK_UN)
    }

    /// Names the holder of the lock, if it wrote its number.
    private static func refusal(path: String, handle: FileHandle) -> StoreError {
        guard errno == EWOULDBLOCK else {
            return .cannotOpen(path: path + ".lock", detail: PrivateFile.lastSystemError())
        }
        let note = try? handle.read(upToCount: 20)
        let number = note.flatMap { String(bytes: $0, encoding: .utf8) }
        return .locked(path: path, holder: number.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
    }
}

/// Files that only the user of the process may read, since they hold what followers wrote.
enum PrivateFile {
    /// Opens a file for reading and writing, after creating it empty with mode 0600 when it is missing.
    ///
    /// Foundation cannot create a file with a mode in one step, and between two steps others could open it.
    static func open(_ path: String) throws -> FileHandle {
        // The pointer to the path is made by the compiler and is used only during the call.
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.cannotOpen(path: path, detail: lastSystemError())
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Creates a file empty with mode 0600 when it is missing.
    ///
    /// A file that exists is not even opened: closing it would drop the locks that SQLite holds in this process.
    static func createIfMissing(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try open(path).close()
    }

    /// The system's description of the last failed call.
    static func lastSystemError() -> String {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO).localizedDescription
    }
}
