import Testing

@testable import ReplyStore

/// Every store that keeps the same promises; whatever is tested of one's behaviour is tested of each.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
    case memory
    case file

    var testDescription: String { "\(self)" }

    /// An empty store; a file goes with the store that has it open.
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
