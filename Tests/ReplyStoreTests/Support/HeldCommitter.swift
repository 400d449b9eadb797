import TestSupport

@testable import ReplyStore

/// Holds a committer inside a transaction, so that what comes next has to wait.
struct HeldCommitter {
    private let committer: Committer
    private let thread: HeldThread

    /// Returns once the transaction is under way.
    init(_ store: ReplyStore) async {
        let committer = store.committer
        self.committer = committer
        thread = await HeldThread { work in try await committer.write { _ in work() } }
    }

    /// Returns once `count` writes wait behind the transaction.
    func waitForQueue(of count: Int) async throws {
        try await until { await committer.waitingCount >= count }
    }

    /// Lets the transaction end.
    func release() async throws {
        try await thread.release()
    }
}
