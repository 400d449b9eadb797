/// Bounds the work of the lints of one load, so that no rule file can make the load hang.
///
/// Once it is used up, the remaining questions stay undecided, and ``UnreachableRules`` reports that.
final class LintBudget {
    private var remaining: Int
    /// How many requests were refused.
    private(set) var refusals = 0

    init(_ steps: Int) {
        remaining = steps
    }

    var isUsedUp: Bool { remaining == 0 }

    /// Deducts steps that were done already, down to zero.
    func spend(_ steps: Int) {
        remaining = max(0, remaining - steps)
    }

    /// Deducts steps; returns false, and deducts nothing, when fewer are left.
    func take(_ steps: Int) -> Bool {
        guard steps <= remaining else {
            refusals += 1
            return false
        }
        remaining -= steps
        return true
    }
}
