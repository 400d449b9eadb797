/// Bounds the memory that all regular expressions take together (RELIABILITY T25): some hundred bytes of a file may
/// stand for ten thousand states.
final class PatternBudget {
    private var remaining = PatternBudget.limit

    /// How many program states all expressions may have together.
    static let limit = 4_000_000

    /// Takes that many; false when there are not so many left.
    func take(_ count: Int) -> Bool {
        guard count <= remaining else { return false }
        remaining -= count
        return true
    }
}
