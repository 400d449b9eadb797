import Foundation

/// A file beside the database that holds room: given up when the disk is full, so that the work begun can be ended.
struct Ballast: Sendable {
    private let path: String
    private let size: Int

    /// Describes the ballast of the database at `path`; with size 0 there is never any.
    init(database path: String, size: Int) {
        self.path = path + ".ballast"
        self.size = size
    }

    /// Makes sure that it is there, in its full size.
    ///
    /// - Parameter isOut: whether it was given up: then there must be a quarter more room than it takes, or the room
    ///   that it left on a full disk would be taken for the end of the trouble.
    /// - Throws: `StoreError.full` when there is no room for it; then nothing is left behind.
    func make(isOut: Bool = false) throws {
        guard size > 0, fileSize < size else { return }
        guard !isOut || freeSpace >= size + size / 4 else { throw StoreError.full(path: path) }
        let file = try PrivateFile.open(path)
        let result = posix_fallocate(file.fileDescriptor, 0, off_t(size))
        try? file.close()
        guard result == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw StoreError.full(path: path)
        }
    }

    /// Gives the room up; true when there was some.
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
