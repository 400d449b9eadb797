import TestSupport

@testable import ReplyStore

/// Holds a writer inside a transaction, so that later writes wait.
struct HeldWriter {
    private let writer: GroupCommitWriter
    private let thread: HeldThread

    /// Returns once the transaction is under way.
    init(_ store: ReplyStore) async {
        let writer = store.writer
        self.writer = writer
        thread = await HeldThread { work in try await writer.write { _ in work() } }
    }

    /// Returns once `count` writes wait behind the transaction.
    func waitForQueue(of count: Int) async throws {
        try await until { await writer.waitingCount >= count }
    }

    /// Lets the transaction end.
    func release() async throws {
        try await thread.release()
    }
}
