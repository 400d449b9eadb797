import GRDB

/// Work on the whole file, such as pruning: never in a transaction with writes that somebody waits for.
struct PendingUpkeep: Sendable {
    /// Does it, and returns what answers the caller.
    let run: @Sendable (any DatabaseWriter) async throws -> @Sendable () -> Void
    /// Answers the caller with an error.
    let fail: @Sendable (any Error) -> Void
    /// Whether its success shows that events can be kept.
    let isProof: Bool

    /// Pairs the work with its caller.
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
