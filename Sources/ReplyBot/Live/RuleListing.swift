internal import Foundation
internal import RuleEngine

/// What can be told of rule files without reading them; any change of them shows in it.
struct RuleListing: Equatable, Sendable {
    private struct Entry: Equatable {
        let path: String
        /// Where the path leads: a link may be changed without a change of the file.
        let target: String
        let size: Int
        let modified: Date
        let number: Int
    }

    private let entries: [Entry]
    /// Why there is no list.
    private let failure: String?

    /// Looks at a file or a folder.
    init(of path: String) {
        do {
            entries = try RuleFileReader.paths(at: path).map(Self.entry)
            failure = nil
        } catch {
            entries = []
            failure = error.text(.english)
        }
    }

    private static func entry(_ path: String) -> Entry {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = (try? FileManager.default.attributesOfItem(atPath: target)) ?? [:]
        return Entry(
            path: path,
            target: target,
            size: attributes[.size] as? Int ?? -1,
            modified: attributes[.modificationDate] as? Date ?? .distantPast,
            number: attributes[.systemFileNumber] as? Int ?? -1
        )
    }
}
