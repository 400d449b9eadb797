/// Keeps repeats to a part of what is sent.
struct RetryBudget: Sendable, Hashable {
    private let rules: RetryBudgetRules
    private var firsts: SlidingCount
    private var repeats: SlidingCount

    init(_ rules: RetryBudgetRules) {
        self.rules = rules
        firsts = SlidingCount(window: rules.window)
        repeats = SlidingCount(window: rules.window)
    }

    /// Whether one more repeat may be sent.
    mutating func admitsRepeat(at now: Duration) -> Bool {
        let allowed = max(rules.least, Int(rules.share * Double(firsts.total(at: now))))
        return repeats.total(at: now) < allowed
    }

    /// Counts a message that is sent.
    mutating func note(isRepeat: Bool, at now: Duration) {
        if isRepeat { repeats.add(at: now) } else { firsts.add(at: now) }
    }
}
