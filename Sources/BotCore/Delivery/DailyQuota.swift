/// How many messages one follower may get on one day, and who yields first (RELIABILITY 3.6).
public struct DailyQuota: Sendable, Hashable {
    /// The platform's limit.
    public var daily: Int
    /// How many of them only essential replies may use.
    public var reserve: Int
    /// How many of them are already closed to replies of low priority.
    public var closedToLow: Int

    /// A quota: the platform's 100 a day, five in reserve, a tenth closed to replies of low priority.
    public init(daily: Int = 100, reserve: Int = 5, closedToLow: Int = 10) {
        self.daily = daily
        self.reserve = reserve
        self.closedToLow = closedToLow
    }

    /// Whether the reply that is the follower's `count`th of the day may go out.
    func admits(_ priority: ReplyPriority, count: Int) -> Bool {
        switch priority {
        case .low: count <= daily - max(closedToLow, reserve)
        case .ordinary: count <= daily - reserve
        case .essential: count <= daily
        }
    }
}
