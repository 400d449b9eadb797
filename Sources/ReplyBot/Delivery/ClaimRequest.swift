internal import DeliveryCore

/// What is asked of the outbox.
struct ClaimRequest: Sendable {
    let limit: Int
    let lease: Duration
    /// The day on which the messages are counted.
    let day: String
    /// What the clocks said before the store was asked.
    let at: ClockReading
}
