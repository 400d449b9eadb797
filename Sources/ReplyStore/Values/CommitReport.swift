/// What came of one transaction, for measuring.
public struct CommitReport: Sendable {
    /// How many writes shared it.
    public var writes: Int
    /// How long it took, with the flush of the disk.
    public var duration: Duration
    /// Why nothing of it was stored; nil after a commit.
    public var error: StoreError?
}
