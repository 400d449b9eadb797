/// How replies are delivered, as data.
public struct DeliveryRules: Sendable, Hashable {
    /// Messages under way at once.
    public var concurrency = 32
    /// How long a claimed reply is ours: three times the longest request (RELIABILITY 3.4).
    public var lease = Duration.seconds(30)
    /// How long one request may take.
    public var requestTime = Duration.seconds(10)
    /// How fast messages are sent in all.
    public var rate = RateRules()
    /// How long to wait before which try.
    public var schedule = RetrySchedule()
    /// How many of the messages sent may be repeats.
    public var retryBudget = RetryBudgetRules()
    /// When to stop calling a platform that does not answer.
    public var breaker = BreakerRules()
    /// The time between probes while everything is stopped.
    public var probeInterval = Duration.seconds(60)
    /// What to do about a message that may have been delivered.
    public var onAmbiguous = AmbiguityPolicy.resendOnce
    /// How many messages one follower may get on one day.
    public var quota = DailyQuota()
    /// How long after an interaction the platform accepts messages, less a minute for the way (RELIABILITY 3.6).
    public var window = Duration.seconds(48 * 3_600 - 60)
    /// How long to wait before the store is asked again after it failed.
    public var storeRetry = Duration.seconds(1)
    /// The least time between two claims that find nothing, unless somebody wakes us.
    public var leastLook = Duration.milliseconds(100)
    /// A change of the wall clock against the monotonic one that is no longer drift.
    public var clockTolerance = Duration.seconds(2)

    /// The rules of RELIABILITY section 3.
    public init() {}
}
