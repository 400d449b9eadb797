/// How many of the messages sent may be repeats, so that retries cannot become a storm (RELIABILITY 3.5).
public struct RetryBudgetRules: Sendable, Hashable {
    /// The time over which both are counted.
    public var window: Duration
    /// Repeats for each first try.
    public var share: Double
    /// Repeats that are always allowed, or a quiet bot could never repeat anything.
    public var least: Int

    /// A budget: a fifth of the first tries of a minute, and ten in any case.
    public init(window: Duration = .seconds(60), share: Double = 0.2, least: Int = 10) {
        self.window = window
        self.share = share
        self.least = least
    }
}
