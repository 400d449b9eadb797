/// A change that the operator should hear of, once.
public enum DeliveryNotice: Sendable, Hashable {
    /// Nothing is sent before a setting or key is put right; one message at a time is tried.
    case paused(code: String)
    /// Sending goes on.
    case resumed
    /// The platform does not answer; one message at a time is tried.
    case breakerOpened
    /// The platform answers again.
    case breakerClosed
    /// The platform asked for fewer messages; this many a second are sent now.
    case slowedDown(rate: Double)
    /// The wall clock was set.
    case clockStepped(ClockStep)
    /// The lease had ended before the outcome was recorded: another claim decides about this reply.
    case outcomeTooLate(ReplyNumber)
}
