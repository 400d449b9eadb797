package import Foundation

/// A report of the shell.
package enum DeliveryEvent: Sendable, Hashable {
    /// There may be new replies in the outbox.
    case woken
    /// The time of the last `DeliveryEffect.wake` has come.
    case alarm
    /// The store leased these replies to us, perhaps none.
    ///
    /// `nextDue` is when the next reply becomes claimable, as read after the claim; nil when none is open. `at` is the
    /// reading of the clocks before the call to the store: the lease counts from there.
    case claimed([ClaimedReply], nextDue: Date?, at: ClockReading)
    /// The store could not lease anything.
    case claimFailed
    /// The facts about the follower; nil when they cannot be read.
    case facts(ReplyID, DeliveryFacts?)
    /// The start of the try is recorded; `isOurs` is false when the lease had ended.
    case started(ReplyID, isOurs: Bool)
    /// The start of the try could not be recorded.
    case startFailed(ReplyID)
    /// The request ended.
    case answered(ReplyID, DeliveryAnswer)
    /// The outcome is recorded; `isOurs` is false when the lease had ended and nothing was changed.
    case recorded(ReplyID, isOurs: Bool)
    /// The outcome could not be recorded.
    case recordFailed(ReplyID)
    /// The stored times follow the clock again.
    case duesShifted
    /// The stored times could not be changed.
    case shiftFailed
    /// The keys were reloaded.
    case keysChanged
    /// The process is to end: finish the requests under way and put the rest back.
    case closing
}

/// A reply that the store has leased to us, as far as decisions depend on it.
package struct ClaimedReply: Sendable, Hashable {
    /// Its number in the outbox.
    package var id: ReplyID
    /// Tries that count, this one included.
    package var tries: Int
    /// Earlier tries that may have reached the follower.
    package var ambiguousTries: Int
    /// Earlier tries under way when the process died: they may have reached the follower, and do not count as tries.
    package var interruptedTries: Int
    /// The follower's messages of the day, this reply included.
    package var sendsToday: Int
    /// Its rank when the day's messages run short.
    package var priority: ReplyPriority
    /// The end of its lifetime.
    package var expires: Date
    /// Whether it names the event that it answers.
    package var namesEvent: Bool
    /// Whether it is sent while a person talks to the follower.
    package var ignoresHandoff: Bool

    package init(
        id: ReplyID,
        tries: Int,
        ambiguousTries: Int = 0,
        interruptedTries: Int = 0,
        sendsToday: Int = 1,
        priority: ReplyPriority = .ordinary,
        expires: Date,
        namesEvent: Bool = false,
        ignoresHandoff: Bool = false
    ) {
        self.id = id
        self.tries = tries
        self.ambiguousTries = ambiguousTries
        self.interruptedTries = interruptedTries
        self.sendsToday = sendsToday
        self.priority = priority
        self.expires = expires
        self.namesEvent = namesEvent
        self.ignoresHandoff = ignoresHandoff
    }

    /// Whether the platform's answer to an earlier try caused this one; our own death causes no repeat.
    var isRepeat: Bool { tries > 1 }
}

/// The store's facts about a follower at the moment of sending.
package struct DeliveryFacts: Sendable, Hashable {
    /// The follower's last interaction; nil for an unknown follower.
    package var lastInteraction: Date?
    /// The end of the hand-off, during which a person answers.
    package var handoffUntil: Date?

    package init(lastInteraction: Date?, handoffUntil: Date? = nil) {
        self.lastInteraction = lastInteraction
        self.handoffUntil = handoffUntil
    }
}
