/// When to stop calling a platform that does not answer, and when to go on (RELIABILITY 3.5).
public struct BreakerRules: Sendable, Hashable {
    /// The time over which failures are counted.
    public var window: Duration
    /// How many calls there must be in the window before their failures mean anything.
    public var leastCalls: Int
    /// The part of them that must have failed.
    public var failureShare: Double
    /// How many calls in a row without a connection are enough alone.
    public var unreachableInARow: Int
    /// The wait before the first, second … probe that follows a failed one; the last one stands for all that follow.
    public var probeWaits: [Duration]
    /// How many probes must succeed in a row.
    public var successesToClose: Int

    /// A breaker: half of twenty calls in ten seconds, or five without a connection; probes after 1, 2, 4 … 30 s.
    public init(
        window: Duration = .seconds(10),
        leastCalls: Int = 20,
        failureShare: Double = 0.5,
        unreachableInARow: Int = 5,
        probeWaits: [Duration] = [1, 2, 4, 8, 16, 30].map { .seconds($0) },
        successesToClose: Int = 3
    ) {
        self.window = window
        self.leastCalls = leastCalls
        self.failureShare = failureShare
        self.unreachableInARow = unreachableInARow
        self.probeWaits = probeWaits
        self.successesToClose = successesToClose
    }

    /// The wait before the next probe after so many failed ones.
    func wait(afterFailedProbes count: Int) -> Duration {
        probeWaits.isEmpty ? window : probeWaits[min(count, probeWaits.count - 1)]
    }
}
