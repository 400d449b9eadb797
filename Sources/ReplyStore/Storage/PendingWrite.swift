import Dispatch
import GRDB
import Synchronization

/// A waiting write with its caller.
///
/// The caller is answered exactly once: by the settlement after the commit, by `fail` when there is no commit, or at
/// the limit of the wait.
struct PendingWrite: Sendable {
    /// Answers the caller, and returns whether they still waited; called only after the commit is durable.
    typealias Settlement = @Sendable () -> Bool

    let kind: WriteKind
    private let path: String
    private let run: @Sendable (Database) throws -> Settlement
    /// Answers the caller with an error; returns whether they still waited.
    let fail: @Sendable (any Error) -> Bool

    /// A write for a caller; errors are classified for the database at `path`.
    ///
    /// `publish` gets the value after the commit, before the caller is answered and even if the caller has gone.
    init<Value: Sendable>(
        _ kind: WriteKind,
        path: String,
        caller: Caller<Value>,
        body: @escaping @Sendable (Database) throws -> Value,
        publish: @escaping @Sendable (Value) -> Void
    ) {
        self.kind = kind
        self.path = path
        run = { database in
            let value = try body(database)
            return {
                publish(value)
                return caller.answer(.success(value))
            }
        }
        fail = { caller.answer(.failure(StoreError.classified($0, path: path))) }
    }

    /// Runs the write in a savepoint of its own, so that its failure leaves the rest of the transaction alone.
    ///
    /// It throws only when SQLite gave up the whole transaction, or when the disk failed: then no write of the batch
    /// may be committed.
    func settlement(in database: Database) throws -> Settlement {
        do {
            var settlement: Settlement = { true }
            try database.inSavepoint {
                settlement = try run(database)
                return .commit
            }
            return settlement
        } catch {
            let isOfTheFile = (StoreError.classified(error, path: path) as? StoreError)?.isOfTheFile ?? false
            guard database.isInsideTransaction, !isOfTheFile else { throw error }
            return { [fail] in fail(error) }
        }
    }
}

/// Work on the whole file, such as pruning: never in a transaction with writes that a caller waits for.
struct PendingUpkeep: Sendable {
    /// Does the work, and returns an action that answers the caller.
    let run: @Sendable (any DatabaseWriter) async throws -> @Sendable () -> Void
    /// Answers the caller with an error.
    let fail: @Sendable (any Error) -> Void
    /// Whether its success shows that events can be stored.
    let isProof: Bool

    /// Work for a caller; errors are classified for the database at `path`.
    init<Value: Sendable>(
        path: String,
        isProof: Bool,
        caller: Caller<Value>,
        body: @escaping @Sendable (any DatabaseWriter) async throws -> Value
    ) {
        self.isProof = isProof
        run = { database in
            let value = try await body(database)
            return { caller.answer(.success(value)) }
        }
        fail = { caller.answer(.failure(StoreError.classified($0, path: path))) }
    }
}

/// The caller of a write; answered exactly once.
final class Caller<Value: Sendable>: Sendable {
    private enum State {
        case waiting(CheckedContinuation<Value, any Error>, patience: Task<Void, Never>?)
        case answered
    }

    private let state: Mutex<State>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        state = Mutex(.waiting(continuation, patience: nil))
    }

    /// Answers the caller; false when that was done before.
    @discardableResult
    func answer(_ result: Result<Value, any Error>) -> Bool {
        state.withLock { state in
            guard case .waiting(let continuation, let patience) = state else { return false }
            state = .answered
            patience?.cancel()
            continuation.resume(with: result)
            return true
        }
    }

    /// Answers with `error` after `time`, and then calls `onLoss`.
    func waitAtMost(
        _ time: Duration,
        by clock: any Clock<Duration>,
        else error: StoreError,
        onLoss: @escaping @Sendable () -> Void
    ) {
        let patience = Task {
            guard (try? await clock.sleep(for: time)) != nil else { return }
            if self.answer(.failure(error)) { onLoss() }
        }
        state.withLock { state in
            guard case .waiting(let continuation, _) = state else { return patience.cancel() }
            state = .waiting(continuation, patience: patience)
        }
    }
}

/// Runs `work` on a thread that may block.
///
/// The cooperative pool has as many threads as the machine has processors; a slow disk must not hold one of them.
package func runBlocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .utility).async { continuation.resume(with: Result { try work() }) }
    }
}
