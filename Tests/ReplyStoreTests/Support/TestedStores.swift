import Foundation
import Testing

@testable import ReplyStore

/// The kinds of store; tests of their behaviour run on each.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
    case memory
    case file

    var testDescription: String { "\(self)" }

    /// An empty store; its file is removed with it.
    func make(_ choose: (inout StoreOptions) -> Void = { _ in }) throws -> TestedStore {
        switch self {
        case .memory:
            var options = StoreOptions.unhurried
            choose(&options)
            return TestedStore(store: try .inMemory(options: options), folder: nil)
        case .file:
            let temporary = try TemporaryStore(choose)
            return TestedStore(store: temporary.store, folder: temporary.folder)
        }
    }
}

/// A store, and the folder that must outlive it.
struct TestedStore {
    let store: ReplyStore
    let folder: TemporaryFolder?
}

/// A store in a real file of its own, without reserved space, whose callers wait as long as it takes.
struct TemporaryStore {
    let folder: TemporaryFolder
    let store: ReplyStore
    var path: String { folder.file() }

    init(limits: GroupCommitWriter.Limits = GroupCommitWriter.Limits()) throws {
        try self.init { $0.limits = limits }
    }

    init(_ choose: (inout StoreOptions) -> Void) throws {
        folder = try TemporaryFolder()
        var options = StoreOptions.unhurried
        options.reservedSpace = 0
        choose(&options)
        store = try ReplyStore(path: folder.file(), options: options)
    }
}

/// A folder for one test, removed with its content when it is released.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("replystore-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the folder.
    func file(_ name: String = "replybot.db") -> String {
        path + "/" + name
    }
}
