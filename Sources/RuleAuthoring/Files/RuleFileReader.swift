import Foundation
import OperatorText
import RuleEngine

/// The bytes of one rule file or test file.
package struct SourceFile: Sendable {
    /// The path as the operator named it.
    package let path: String
    /// The undecoded content.
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// Reads rule files from disk.
///
/// A directory is read recursively, without hidden files. Only regular files are read, and no link may lead out of the
/// directory (RELIABILITY T24).
package enum RuleFileReader {
    /// The kinds of files in a directory.
    package enum Kind: Sendable {
        /// Rule files: `*.yaml` and `*.yml` but not those named `*_test`.
        case rules
        /// Test files: `*_test.yaml` and `*_test.yml`.
        case tests
    }

    /// The largest number of files.
    package static let fileLimit = 1_000
    /// The largest number of bytes, all files together.
    package static let byteLimit = 16 << 20
    /// The deepest nesting of directories.
    package static let depthLimit = 8

    /// Reads the file at a path, or the files of a directory in byte order of their paths.
    ///
    /// Throws if the path does not exist or cannot be read, if the directory holds no such file, and if there are too
    /// many files or bytes.
    package static func read(_ path: String, kind: Kind = .rules) throws(RuleFileReadError) -> [SourceFile] {
        var remaining = byteLimit
        var files: [SourceFile] = []
        for path in try paths(at: path, kind: kind) {
            let bytes = try bytes(of: path, limit: remaining)
            remaining -= bytes.count
            files.append(SourceFile(path: path, bytes: bytes))
        }
        return files
    }

    /// Reads the test files of a directory, or a single file if it is named as a test file.
    package static func tests(beside path: String) throws(RuleFileReadError) -> [SourceFile] {
        if case .directory = FileKind(following: path) { return try read(path, kind: .tests) }
        let name = path.lowercased()
        return name.hasSuffix("_test.yaml") || name.hasSuffix("_test.yml") ? try read(path) : []
    }

    /// The paths of the files that ``read(_:kind:)`` would read.
    ///
    /// Throws if the path does not exist, if the directory holds no such file, and if there are too many files.
    package static func paths(at path: String, kind: Kind = .rules) throws(RuleFileReadError) -> [String] {
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

/// Searches a directory for rule files.
private struct RuleFileSearch {
    private let root: String
    private let realRoot: String
    private let kind: RuleFileReader.Kind
    private var found: [String] = []

    init(root: String, kind: RuleFileReader.Kind) {
        self.root = root
        self.kind = kind
        realRoot = Self.real(root)
    }

    /// The paths of the files in byte order.
    mutating func run() throws(RuleFileReadError) -> [String] {
        try visit(root, depth: 0)
        guard !found.isEmpty else { throw RuleFileReadError.empty(root, kind: kind) }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private mutating func visit(_ directory: String, depth: Int) throws(RuleFileReadError) {
        guard depth <= RuleFileReader.depthLimit else { throw RuleFileReadError.tooDeep(directory) }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch { throw RuleFileReadError.unreadable(directory) }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            switch FileKind(following: path) {
            case .directory:
                try refuseEscape(path)
                try visit(path, depth: depth + 1)
            case let file where isWanted(name):
                try refuseEscape(path)
                guard file == .regular else { throw RuleFileReadError.notRegular(path) }
                guard found.count < RuleFileReader.fileLimit else { throw RuleFileReadError.tooManyFiles(root) }
                found.append(path)
            default: continue
            }
        }
    }

    private func isWanted(_ name: String) -> Bool {
        let name = name.lowercased()
        guard let ending = [".yaml", ".yml"].first(where: name.hasSuffix) else { return false }
        return name.dropLast(ending.count).hasSuffix("_test") == (kind == .tests)
    }

    /// A link may lead elsewhere in the directory, but not out of it.
    private func refuseEscape(_ path: String) throws(RuleFileReadError) {
        guard Self.real(path).hasPrefix(realRoot + "/") else { throw RuleFileReadError.escape(path) }
    }

    private static func real(_ path: String) -> String {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return resolved.count > 1 && resolved.hasSuffix("/") ? String(resolved.dropLast()) : resolved
    }
}

/// The kind of file at a path.
enum FileKind {
    case regular
    case directory
    case missing
    case other

    /// Looks behind links.
    init(following path: String) {
        self.init(at: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    }

    /// Looks at the path itself; a link is ``other``.
    init(at path: String) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        switch attributes?[.type] as? FileAttributeType {
        case .typeRegular: self = .regular
        case .typeDirectory: self = .directory
        case nil: self = .missing
        default: self = .other
        }
    }
}
