public import Foundation

/// What the shell tells the core.
public enum DeliveryEvent: Sendable, Hashable {
    /// There may be new replies in the outbox.
    case woken
    /// The time of the last `DeliveryEffect.wake` has come.
    case alarm
    /// The store leased these replies to us, perhaps none.
    ///
    /// `nextDue` is when the next reply becomes claimable, as read after the claim; nil when none is open. `at` is what
    /// the clocks said before the claim was asked for: the lease is counted from there.
    case claimed([ClaimedReply], nextDue: Date?, at: ClockReading)
    /// The store could not lease anything.
    case claimFailed
    /// What the store knows of the follower; nil when it cannot be read.
    case facts(ReplyNumber, DeliveryFacts?)
    /// The beginning of the try is on record; `isOurs` is false when the lease had ended.
    case started(ReplyNumber, isOurs: Bool)
    /// The beginning of the try could not be recorded.
    case startFailed(ReplyNumber)
    /// The request ended.
    case answered(ReplyNumber, DeliveryAnswer)
    /// The outcome is on record; `isOurs` is false when the lease had ended and nothing was changed.
    case recorded(ReplyNumber, isOurs: Bool)
    /// The outcome could not be recorded.
    case recordFailed(ReplyNumber)
    /// The stored times follow the clock again.
    case duesShifted
    /// The stored times could not be changed.
    case shiftFailed
    /// The keys were read anew.
    case keysChanged
    /// The process is to end: finish what is being sent, give back the rest.
    case closing
}
