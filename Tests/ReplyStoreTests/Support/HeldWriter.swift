import GRDB
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

/// Another program that holds the right to write, in spite of the lock file.
final class ForeignWriter {
    private let queue: DatabaseQueue

    /// Takes the right to write.
    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    /// Gives it back.
    func release() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }
}
