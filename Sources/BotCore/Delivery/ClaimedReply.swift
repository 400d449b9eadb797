public import Foundation

/// A reply that the store has leased to us, as far as decisions depend on it.
public struct ClaimedReply: Sendable, Hashable {
    /// Its number in the outbox.
    public var number: ReplyNumber
    /// Tries that count, this one included.
    public var tries: Int
    /// Earlier tries that may have reached the follower.
    public var ambiguousTries: Int
    /// Earlier tries under way when the process died: they may have reached the follower, and count as no try.
    public var interruptedTries: Int
    /// What the follower was sent on this day, this reply included.
    public var sendsToday: Int
    /// Who yields to whom when the day's messages run short.
    public var priority: ReplyPriority
    /// When it stops being worth sending.
    public var expires: Date
    /// Whether it names the event that it answers.
    public var namesEvent: Bool
    /// Whether it goes out while a person talks to the follower.
    public var ignoresHandoff: Bool

    /// A claimed reply.
    public init(
        number: ReplyNumber,
        tries: Int,
        ambiguousTries: Int = 0,
        interruptedTries: Int = 0,
        sendsToday: Int = 1,
        priority: ReplyPriority = .ordinary,
        expires: Date,
        namesEvent: Bool = false,
        ignoresHandoff: Bool = false
    ) {
        self.number = number
        self.tries = tries
        self.ambiguousTries = ambiguousTries
        self.interruptedTries = interruptedTries
        self.sendsToday = sendsToday
        self.priority = priority
        self.expires = expires
        self.namesEvent = namesEvent
        self.ignoresHandoff = ignoresHandoff
    }

    /// Whether the platform caused this try by the end of an earlier one; our own death causes no repeat.
    var isRepeat: Bool { tries > 1 }
}
