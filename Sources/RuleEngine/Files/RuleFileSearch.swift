import Foundation

/// Walks a directory for rule files.
struct RuleFileSearch {
    private let root: String
    private let realRoot: String
    private let kind: RuleFileReader.Kind
    private var found: [String] = []

    init(root: String, kind: RuleFileReader.Kind) {
        self.root = root
        self.kind = kind
        realRoot = RuleFileSearch.real(root)
    }

    /// The paths of the files, in byte order.
    mutating func run() throws(RuleFileReadError) -> [String] {
        try visit(root, depth: 0)
        guard !found.isEmpty else { throw RuleFileReadError.empty(root, kind) }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private mutating func visit(_ directory: String, depth: Int) throws(RuleFileReadError) {
        guard depth <= RuleFileReader.depthLimit else { throw RuleFileReadError.tooDeep(directory) }
        for name in try names(in: directory) where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            switch FileKind(following: path) {
            case .directory:
                try refuseEscape(path)
                try visit(path, depth: depth + 1)
            case let file where isWanted(name):
                try refuseEscape(path)
                guard file == .regular else { throw RuleFileReadError.notRegular(path) }
                try add(path)
            default: continue
            }
        }
    }

    private func names(in directory: String) throws(RuleFileReadError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .sorted {
                    $0.utf8.lexicographicallyPrecedes($1.utf8)
                }
        } catch { throw RuleFileReadError.unreadable(directory) }
    }

    private mutating func add(_ path: String) throws(RuleFileReadError) {
        guard found.count < RuleFileReader.fileLimit else { throw RuleFileReadError.tooManyFiles(root) }
        found.append(path)
    }

    private func isWanted(_ name: String) -> Bool {
        let name = name.lowercased()
        guard let ending = [".yaml", ".yml"].first(where: name.hasSuffix) else { return false }
        return name.dropLast(ending.count).hasSuffix("_test") == (kind == .tests)
    }

    /// A link may lead elsewhere in the directory, but not out of it.
    private func refuseEscape(_ path: String) throws(RuleFileReadError) {
        guard RuleFileSearch.real(path).hasPrefix(realRoot + "/") else { throw RuleFileReadError.escape(path) }
    }

    private static func real(_ path: String) -> String {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return resolved.count > 1 && resolved.hasSuffix("/") ? String(resolved.dropLast()) : resolved
    }
}
