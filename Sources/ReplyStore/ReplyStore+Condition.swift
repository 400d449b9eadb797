import GRDB

extension ReplyStore {
    /// Whether events can be kept now, as far as the last writes have shown.
    public var condition: StoreCondition { committer.board.condition }

    /// The condition now and each change of it, until the store is closed.
    public func conditionChanges() -> AsyncStream<StoreCondition> {
        committer.board.changes()
    }

    /// How many writes were refused in the present trouble, or in the last one.
    public var refusedWrites: Int { committer.board.refused }

    /// Finds out by a write of its own whether events can be kept again, and mends what can be mended.
    ///
    /// Call it once a second while the store is failing: so it recovers without traffic.
    public func probe() async throws {
        try await committer.keepUp(isProof: true) { database in
            try await database.write { try $0.execute(sql: "UPDATE probe SET writes = writes + 1") }
        }
    }

    /// Whether a write reaches the disk now, found out by making one.
    public func isWritable() async -> Bool {
        (try? await probe()) != nil
    }
}
