/// Everything that is kept of one follower.
public struct FollowerRecord: Sendable, Hashable {
    /// The follower's contacts, one for each account.
    public let contacts: [Contact]
    /// The follower's events in order of arrival, those that are not answered among them.
    public let events: [EventRecord]
    /// The replies to these events, by event, in order.
    public let replies: [EventID: [ReplyRecord]]

    /// Whether nothing is kept.
    public var isEmpty: Bool { contacts.isEmpty && events.isEmpty }
}

/// What was deleted of a follower.
public struct ForgottenFollower: Sendable, Hashable, Codable {
    /// Contacts: the state, the hand-off, and the count of the day.
    public var contacts = 0
    /// Events, each with its recorded request.
    public var events = 0
    /// Replies, in whatever state.
    public var replies = 0
    /// Replies that waited, and are not sent any more.
    public var waiting = 0
    /// Replies that were being sent at that moment: they may still arrive.
    public var underWay = 0

    /// Nothing yet.
    public init() {}

    /// Whether nothing was kept of the follower.
    public var isEmpty: Bool { contacts == 0 && events == 0 }
}
