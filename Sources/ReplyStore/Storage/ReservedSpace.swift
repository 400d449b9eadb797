import Foundation

/// A file beside the database that occupies space; released when the disk is full, so that work in progress can finish.
struct ReservedSpace: Sendable {
    private let path: String
    private let size: Int

    /// The reserved space of the database at `path`; with size 0 there is none.
    init(database path: String, size: Int) {
        self.path = path + ".ballast"
        self.size = size
    }

    /// Allocates the file in its full size.
    ///
    /// - Parameter isReleased: whether it was released: then a quarter more space than its size must be free; otherwise
    ///   its own released space would look like a recovery.
    /// - Throws: `StoreError.full` when there is no space for it; then nothing is left behind.
    func allocate(isReleased: Bool = false) throws {
        guard size > 0, fileSize < size else { return }
        guard !isReleased || freeSpace >= size + size / 4 else { throw StoreError.full(path: path) }
        let file = try PrivateFile.open(path)
        let result = posix_fallocate(file.fileDescriptor, 0, off_t(size))
        try? file.close()
        guard result == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw StoreError.full(path: path)
        }
    }

    /// Releases the space; true when there was some.
    func release() -> Bool {
        guard size > 0, fileSize > 0 else { return false }
        return (try? FileManager.default.removeItem(atPath: path)) != nil
    }

    private var freeSpace: Int {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return (try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int) ?? 0
    }

    private var fileSize: Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
