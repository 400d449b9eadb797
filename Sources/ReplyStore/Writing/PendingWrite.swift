import GRDB

/// A write that waits for its turn, with the caller who waits for it.
///
/// The caller is answered exactly once: by the settlement after the commit, or by `fail` when there is no commit.
struct PendingWrite: Sendable {
    /// Answers the caller; it is called only after the transaction is durable.
    typealias Settlement = @Sendable () -> Void

    private let run: @Sendable (Database) throws -> Settlement
    /// Answers the caller with an error.
    let fail: @Sendable (any Error) -> Void

    /// Pairs a write with its caller; errors are classified for the database at `path`.
    init<Value: Sendable>(
        path: String,
        continuation: CheckedContinuation<Value, any Error>,
        body: @escaping @Sendable (Database) throws -> Value
    ) {
        run = { database in
            let value = try body(database)
            return { continuation.resume(returning: value) }
        }
        fail = { continuation.resume(throwing: StoreError.classified($0, path: path)) }
    }

    /// Runs the write in a savepoint of its own, so that its failure leaves the rest of the transaction alone.
    ///
    /// It throws only when SQLite gave up the whole transaction, which nothing of the batch survives.
    func settlement(in database: Database) throws -> Settlement {
        do {
            return try inSavepoint(of: database)
        } catch {
            guard database.isInsideTransaction else { throw error }
            return { [fail] in fail(error) }
        }
    }

    private func inSavepoint(of database: Database) throws -> Settlement {
        var settlement: Settlement = {}
        try database.inSavepoint {
            settlement = try run(database)
            return .commit
        }
        return settlement
    }
}
