/// Limits that hold over all rules (RULES C2, `limits`).
public struct RuleLimits: Sendable {
    /// How many messages one event may cause.
    public var messagesPerEvent = 3
    /// How many messages one follower may get on one day; the platform's own limit is 100.
    public var dailyPerUser = 100
    /// How many of those are kept for rules that hand off to a person.
    public var reserveForHandoff = 10
    /// How many events of one follower may be answered in a minute; 0 takes the guard against floods away.
    public var perMinute = 10
    /// The longest hand-off, in seconds from the event that began it.
    public var handoffCap = 86_400
    /// Messages that end a hand-off.
    public var resumeWords: [Keyword] = []

    /// The defaults.
    public init() {}

    /// How many of a day's messages are closed to replies of class `low`: the reserve, and a tenth of the day.
    public var closedToLow: Int { min(max(0, dailyPerUser - 1), reserveForHandoff + dailyPerUser / 10) }

    /// How many of a day's messages replies of a class may use.
    public func daily(for replyClass: ReplyClass) -> Int {
        switch replyClass {
        case .low: dailyPerUser - closedToLow
        case .ordinary: dailyPerUser - reserveForHandoff
        case .essential: dailyPerUser
        }
    }
}
