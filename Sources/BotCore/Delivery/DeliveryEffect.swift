/// What the core asks the shell to do, in the order given.
///
/// Each of them but `wake` and `announce` is answered by one event. The shell keeps, for each reply number, the latest
/// claim with its token. What it asks of the store it asks under the claim that is the latest when the core says so.
public enum DeliveryEffect: Sendable, Hashable {
    /// Lease at most `limit` replies: `claimed` or `claimFailed`.
    case claim(limit: Int, lease: Duration)
    /// Read what is known of the follower: `facts`.
    case readFacts(ReplyNumber)
    /// Record that a request is about to be written: `started` or `startFailed`.
    case markStarted(ReplyNumber)
    /// Write the request: `answered`.
    ///
    /// Look at the clock again at the last moment: not begun when `until` has passed, ambiguous when it passes later.
    case send(ReplyNumber, namingEvent: Bool, until: Duration)
    /// Keep the outcome: `recorded` or `recordFailed`. Waits count from the moment at which the store writes.
    case record(ReplyNumber, Settlement)
    /// Have the stored times of open replies follow the clock: `duesShifted` or `shiftFailed`.
    ///
    /// Of those that were written before the step, move when they were written and when they expire, and the end of
    /// their leases; those that only wait become due at once. A store with a clock of its own need do nothing.
    case shiftDues(ClockStep)
    /// Send `alarm` at that time; it takes the place of any earlier alarm.
    case wake(at: Duration)
    /// Tell the operator.
    case announce(DeliveryNotice)
}
