/// Bounds the work of all lints of one load together, so that no rule file can make the load hang.
///
/// When it is used up, the rest stays undecided, which ``ShadowGap`` says.
final class LintBudget {
    private var remaining: Int
    /// How often something was refused.
    private(set) var refusals = 0

    init(_ steps: Int) {
        remaining = steps
    }

    /// Whether nothing is left.
    var isUsedUp: Bool { remaining == 0 }

    /// Takes so many steps that have been done already, or all that are left.
    func spend(_ steps: Int) {
        remaining = max(0, remaining - steps)
    }

    /// Takes so many steps; false when there are not so many left.
    func take(_ steps: Int) -> Bool {
        guard steps <= remaining else {
            refusals += 1
            return false
        }
        remaining -= steps
        return true
    }
}
