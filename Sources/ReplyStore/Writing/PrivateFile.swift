import Foundation

/// Files that only the user of the process may read, since they hold what followers wrote.
enum PrivateFile {
    /// Opens a file for reading and writing, after creating it empty with mode 0600 when it is missing.
    ///
    /// Foundation cannot create a file with a mode in one step, and in two there is a moment when others may open it.
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

    /// The words of the system for the last failed call.
    static func lastSystemError() -> String {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO).localizedDescription
    }
}
