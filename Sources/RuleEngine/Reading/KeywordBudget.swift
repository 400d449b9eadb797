/// Bounds the keywords that sets expand to, so that sets within sets cannot stand for a flood (RELIABILITY T25).
final class KeywordBudget {
    private var remaining = KeywordBudget.limit

    /// How many keywords all rules and sets may have together, each use of a set counted.
    static let limit = 400_000

    /// Takes that many; false when there are not so many left.
    func take(_ count: Int) -> Bool {
        guard count <= remaining else { return false }
        remaining -= count
        return true
    }
}
