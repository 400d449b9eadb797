import Dispatch

@testable import ReplyStore

/// Holds a committer inside a transaction, so that what comes next has to wait.
struct HeldCommitter {
    private let gate = DispatchSemaphore(value: 0)
    private let committer: Committer
    private let holding: Task<Void, any Error>

    /// Returns once the transaction is under way.
    init(_ store: ReplyStore) async {
        let (gate, committer) = (gate, store.committer)
        self.committer = committer
        let before = await committer.batches
        holding = Task { try await committer.write { _ in gate.wait() } }
        while await committer.batches == before { await Task.yield() }
    }

    /// Returns once `count` writes wait behind the transaction.
    func waitForQueue(of count: Int) async {
        while await committer.waitingCount < count { await Task.yield() }
    }

    /// Lets the transaction end.
    func release() async throws {
        gate.signal()
        try await holding.value
    }
}
