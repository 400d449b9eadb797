/// How fast messages are sent in all, and what the platform's rate codes do to that (RELIABILITY 3.5).
public struct RateRules: Sendable, Hashable {
    /// Messages a second, over time.
    public var perSecond: Double
    /// Messages at once after a quiet time.
    public var burst: Int
    /// What is left of the rate after the platform asked for fewer messages.
    public var decrease: Double
    /// The part of the full rate that comes back each second.
    public var recovery: Double
    /// The part of the full rate that is always left.
    public var floor: Double
    /// The longest time for which the platform can make us send nothing.
    public var longestHold: Duration

    /// A rate: halved at each complaint, five percent of the whole back each second.
    public init(
        perSecond: Double = 50,
        burst: Int = 50,
        decrease: Double = 0.5,
        recovery: Double = 0.05,
        floor: Double = 0.01,
        longestHold: Duration = .seconds(60)
    ) {
        self.perSecond = perSecond
        self.burst = burst
        self.decrease = decrease
        self.recovery = recovery
        self.floor = floor
        self.longestHold = longestHold
    }
}
