/// Bounds what all files together hold in memory (RELIABILITY T25).
final class DocumentBudget {
    /// How many nodes all files may have together.
    static let limit = 600_000

    private(set) var remaining = DocumentBudget.limit

    /// Takes what a file has used, at most what remains.
    func take(_ count: Int) {
        remaining -= min(count, remaining)
    }
}
