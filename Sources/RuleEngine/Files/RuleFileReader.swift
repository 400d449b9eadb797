import Foundation

/// Reads rule files from disk.
///
/// A directory is read recursively; hidden files are passed over. Only regular files are read, and no link that leads
/// out of the directory (RELIABILITY T24).
public enum RuleFileReader {
    /// Which files of a directory are read.
    public enum Kind: Sendable {
        /// Rule files: `*.yaml` and `*.yml` but not those named `*_test`.
        case rules
        /// Test files: `*_test.yaml` and `*_test.yml`.
        case tests
    }

    /// How many files are read at most.
    public static let fileLimit = 1_000
    /// How many bytes are read at most, all files together.
    public static let byteLimit = 16 << 20
    /// How deep directories may be nested.
    public static let depthLimit = 8

    /// The file at a path, or the files of a directory in byte order of their paths.
    ///
    /// Throws when a path does not exist or cannot be read, when a directory holds no such file, and when there are too
    /// many files or bytes.
    public static func read(_ path: String, _ kind: Kind = .rules) throws(RuleFileReadError) -> [SourceFile] {
        let files = try paths(at: path, kind)
        var remaining = byteLimit
        var result: [SourceFile] = []
        for file in files {
            let bytes = try bytes(of: file, limit: remaining)
            remaining -= bytes.count
            result.append(SourceFile(path: file, bytes: bytes))
        }
        return result
    }

    /// The test files of a directory; of a single file, the file itself if its name says that it holds tests.
    public static func tests(beside path: String) throws(RuleFileReadError) -> [SourceFile] {
        if case .directory = FileKind(following: path) { return try read(path, .tests) }
        let name = path.lowercased()
        return name.hasSuffix("_test.yaml") || name.hasSuffix("_test.yml") ? try read(path) : []
    }

    /// The paths of the files that ``read(_:_:)`` would read.
    ///
    /// Throws when a path does not exist, when a directory holds no such file, and when there are too many files.
    public static func paths(at path: String, _ kind: Kind = .rules) throws(RuleFileReadError) -> [String] {
        switch FileKind(following: path) {
        case .regular: return [path]
        case .missing: throw RuleFileReadError.missing(path)
        case .other: throw RuleFileReadError.notRegular(path)
        case .directory:
            var search = RuleFileSearch(root: path, kind: kind)
            return try search.run()
        }
    }

    private static func bytes(of path: String, limit: Int) throws(RuleFileReadError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw RuleFileReadError.unreadable(path) }
        defer { try? handle.close() }
        let data: Data?
        do { data = try handle.read(upToCount: limit + 1) } catch { throw RuleFileReadError.unreadable(path) }
        guard (data?.count ?? 0) <= limit else { throw RuleFileReadError.tooManyBytes(path) }
        return data.map { [UInt8]($0) } ?? []
    }
}
