public import Foundation

/// What is kept of one follower of one account.
public struct Contact: Sendable, Hashable {
    /// The account.
    public var appID: String
    /// The follower.
    public var userID: String
    /// The latest event of the follower; Alipay accepts custom messages for 48 hours after it.
    public var lastInteraction: Date
    /// The day of `sends` as `yyyy-MM-dd`; nil before the first send.
    public var day: String?
    /// Messages counted on `day`, those under way included.
    public var sends: Int
    /// Replies that wait and are not among `sends` yet.
    public var waiting: Int
    /// Until when a person, not the bot, answers.
    public var handoffUntil: Date?
    /// The rule engine's state, opaque to the store.
    public var state: Data?
    /// When the oldest answer in `state` was given; nil when it holds none.
    public var oldestAnswer: Date?
    /// Until when `state` must be kept although the follower does nothing; nil when it need not be.
    public var keepUntil: Date?
    /// Rises when somebody else than a decision changes the contact.
    public var revision: Int

    /// Describes a follower.
    public init(
        appID: String,
        userID: String,
        lastInteraction: Date,
        day: String? = nil,
        sends: Int = 0,
        waiting: Int = 0,
        handoffUntil: Date? = nil,
        state: Data? = nil,
        oldestAnswer: Date? = nil,
        keepUntil: Date? = nil,
        revision: Int = 0
    ) {
        self.appID = appID
        self.userID = userID
        self.lastInteraction = lastInteraction
        self.day = day
        self.sends = sends
        self.waiting = waiting
        self.handoffUntil = handoffUntil
        self.state = state
        self.oldestAnswer = oldestAnswer
        self.keepUntil = keepUntil
        self.revision = revision
    }
}
