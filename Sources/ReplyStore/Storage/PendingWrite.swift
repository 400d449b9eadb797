import GRDB

/// A write that waits for its turn, with the caller who waits for it.
///
/// The caller is answered exactly once: by the settlement after the commit, by `fail` when there is no commit, or
/// because they waited long enough.
struct PendingWrite: Sendable {
    /// Answers the caller, and returns whether they still waited; it is called only after the commit is durable.
    typealias Settlement = @Sendable () -> Bool

    let kind: WriteKind
    private let path: String
    private let run: @Sendable (Database) throws -> Settlement
    /// Answers the caller with an error; returns whether they still waited.
    let fail: @Sendable (any Error) -> Bool

    /// Pairs a write with its caller; errors are classified for the database at `path`.
    ///
    /// `onCommit` is told what came of it before the caller is, and also when the caller has gone.
    init<Value: Sendable>(
        _ kind: WriteKind,
        path: String,
        caller: Caller<Value>,
        onCommit: @escaping @Sendable (Value) -> Void,
        body: @escaping @Sendable (Database) throws -> Value
    ) {
        self.kind = kind
        self.path = path
        run = { database in
            let value = try body(database)
            return {
                onCommit(value)
                return caller.answer(.success(value))
            }
        }
        fail = { caller.answer(.failure(StoreError.classified($0, path: path))) }
    }

    /// Runs the write in a savepoint of its own, so that its failure leaves the rest of the transaction alone.
    ///
    /// It throws only when SQLite gave up the whole transaction, or when the disk failed: then nothing of the batch may
    /// be kept.
    func settlement(in database: Database) throws -> Settlement {
        do {
            return try inSavepoint(of: database)
        } catch {
            let isOfTheFile = (StoreError.classified(error, path: path) as? StoreError)?.isOfTheFile ?? false
            guard database.isInsideTransaction, !isOfTheFile else { throw error }
            return { [fail] in fail(error) }
        }
    }

    private func inSavepoint(of database: Database) throws -> Settlement {
        var settlement: Settlement = { true }
        try database.inSavepoint {
            settlement = try run(database)
            return .commit
        }
        return settlement
    }
}
