@testable import ReplyStore

/// A store in a real file of its own.
struct TemporaryStore {
    let folder: TemporaryFolder
    let store: ReplyStore
    var path: String { folder.file() }

    init(limits: Committer.Limits = Committer.Limits()) throws {
        folder = try TemporaryFolder()
        store = try ReplyStore(path: folder.file(), limits: limits)
    }
}
