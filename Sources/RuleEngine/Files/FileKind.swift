import Foundation

/// What stands at a path.
enum FileKind {
    case regular
    case directory
    case missing
    case other

    /// What a path leads to, links followed.
    init(following path: String) {
        self.init(at: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    }

    /// What stands at a path itself; a link is ``other``.
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
