/// A task for the shell.
///
/// One event answers each effect except `wake` and `announce`. The shell keeps the latest claim of each reply, with its
/// token, and uses the latest claim for each call to the store.
package enum DeliveryEffect: Sendable, Hashable {
    /// Lease at most `limit` replies: `claimed` or `claimFailed`.
    case claim(limit: Int, lease: Duration)
    /// Read the facts about the follower: `facts`.
    case readFacts(ReplyID)
    /// Record that a request is about to be written: `started` or `startFailed`.
    case markStarted(ReplyID)
    /// Write the request: `answered`.
    ///
    /// Read the clock again at the last moment: `notBegun` when `until` has passed, `ambiguous` when it passes later.
    case send(ReplyID, namingEvent: Bool, until: Duration)
    /// Record the outcome: `recorded` or `recordFailed`. Waits count from the moment at which the store writes.
    case record(ReplyID, Settlement)
    /// Let the stored times of open replies follow the clock: `duesShifted` or `shiftFailed`.
    ///
    /// For replies written before the step, move their creation, their expiry and the end of their leases; replies that
    /// only wait become due at once. A store with a clock of its own need do nothing.
    case shiftDues(ClockStep)
    /// Send `alarm` at that time; it replaces any earlier alarm.
    case wake(at: Duration)
    /// Tell the operator.
    case announce(DeliveryNotice)
}

/// The outcome of a claim for the store to record; it ends the lease.
package enum Settlement: Sendable, Hashable {
    /// The cost of a failed try.
    package enum Cost: String, Sendable, Hashable, CaseIterable {
        /// It does not count: nothing was written, or the cause affects all messages alike.
        case none
        /// It counts as a try.
        case aTry = "try"
        /// It counts as a try, and may have reached the follower.
        case ambiguity
    }

    /// The platform took the message.
    case sent
    /// No request was begun: the reply returns to its place in the queue.
    case putBack(ReasonCode)
    /// The reply returns to the queue for at least this long.
    case retry(after: Duration, reason: DeliveryReason, cost: Cost)
    /// The reply is given up; the day's count gets the message back unless a try may have reached the follower.
    case dead(reason: DeliveryReason, mayHaveArrived: Bool)
}

/// A change that the operator should hear of once.
package enum DeliveryNotice: Sendable, Hashable {
    /// Sending stops until a setting or key is put right; single messages probe.
    case paused(code: String)
    /// Sending goes on.
    case resumed
    /// The platform does not answer; single messages probe.
    case breakerOpened
    /// The platform answers again.
    case breakerClosed
    /// The platform asked for fewer messages; `rate` a second are sent now.
    case slowedDown(rate: Double)
    /// The wall clock was set.
    case clockStepped(ClockStep)
    /// The lease ended before the outcome was recorded: another claim decides about this reply.
    case outcomeTooLate(ReplyID)
}
