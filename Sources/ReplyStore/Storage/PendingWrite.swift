import DequeModule
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
    /// Runs the write, perhaps twice: a transaction that is rolled back leaves no trace of the first time.
    let run: @Sendable (Database) throws -> Settlement
    /// Whether the caller still waits.
    let isWaiting: @Sendable () -> Bool
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
        isWaiting = { caller.isWaiting }
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
    private let continuation: Mutex<CheckedContinuation<Value, any Error>?>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        self.continuation = Mutex(continuation)
    }

    /// Whether nobody has answered yet.
    var isWaiting: Bool { continuation.withLock { $0 != nil } }

    /// Answers the caller; false when that was done before.
    @discardableResult
    func answer(_ result: Result<Value, any Error>) -> Bool {
        guard let continuation = continuation.withLock({ $0.take() }) else { return false }
        continuation.resume(with: result)
        return true
    }
}

/// Ends the wait of callers who wait too long.
///
/// One timer serves all of them: it is set for the oldest, and then for the oldest of those who still wait.
final class PatienceWatch: Sendable {
    /// A caller without the write, which would stay in memory as long.
    private struct Waiting: Sendable {
        let deadline: Duration
        let isWaiting: @Sendable () -> Bool
        let fail: @Sendable (any Error) -> Bool
    }

    private struct State {
        var waiting: Deque<Waiting> = []
        var isRunning = false

        /// Forgets those who were answered, up to the oldest who still waits; nil ends the watch.
        mutating func oldest() -> Waiting? {
            while let first = waiting.first {
                if first.isWaiting() { return first }
                waiting.removeFirst()
            }
            isRunning = false
            return nil
        }
    }

    private let patience: Duration
    private let clock: any Clock<Duration>
    /// The time since the watch was made.
    private let elapsed: @Sendable () -> Duration
    private let error: StoreError
    private let onLoss: @Sendable () -> Void
    private let state = Mutex(State())

    /// Makes a watch, which answers with `error` after `patience`, and then calls `onLoss`.
    init(
        patience: Duration,
        clock: any Clock<Duration>,
        error: StoreError,
        onLoss: @escaping @Sendable () -> Void
    ) {
        self.patience = patience
        self.clock = clock
        elapsed = clock.stopwatch()
        self.error = error
        self.onLoss = onLoss
    }

    /// Watches a write from now on.
    func watch(_ write: PendingWrite) {
        let starts = state.withLock { state in
            let deadline = elapsed() + patience
            state.waiting.append(Waiting(deadline: deadline, isWaiting: write.isWaiting, fail: write.fail))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { Task { await run() } }
    }

    private func run() async {
        while let next = state.withLock({ $0.oldest() }) {
            let left = next.deadline - elapsed()
            if left > .zero {
                try? await clock.sleep(for: left)
            } else {
                _ = state.withLock { $0.waiting.popFirst() }
                if next.fail(error) { onLoss() }
            }
        }
    }
}

extension Clock<Duration> {
    /// A function that tells the time since this call.
    fileprivate func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: now) }
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
