internal import DeliveryCore
internal import ReplyStore

/// What reaches the delivery loop.
enum DeliverySignal: Sendable {
    /// Something that the core is told as it is.
    case event(DeliveryEvent)
    /// The store leased replies; the clocks were read before it was asked.
    case claimed(ClaimedReplies, at: ClockReading)
    /// A request ended.
    case answered(ReplyNumber, DeliveryAnswer, traceID: String?)
    /// An outcome is on record.
    case recorded(ReplyNumber, isOurs: Bool, token: LeaseToken)
    /// The time of the alarm with that number has come.
    case alarm(Int)
    /// The order to stop was given too long ago.
    case overdue
}
