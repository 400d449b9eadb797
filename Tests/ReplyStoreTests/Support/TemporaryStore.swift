@testable import ReplyStore

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
