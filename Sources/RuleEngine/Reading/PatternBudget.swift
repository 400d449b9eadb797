/// Bounds what all regular expressions take together, memory and time (RELIABILITY T25): some bytes of a file may
/// stand for ten thousand states, and a message may lead through all of them.
final class PatternBudget {
    private var remaining = PatternBudget.limit

    /// How many program states all expressions may have together.
    static let limit = 1_000_000

    /// Takes that many; false when there are not so many left.
    func take(_ count: Int) -> Bool {
        guard count <= remaining else { return false }
        remaining -= count
        return true
    }
}
