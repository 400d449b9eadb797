/// A place on the way of an event at which the crash tests end the process.
enum FaultPoint: String, CaseIterable, Sendable {
    /// The signature was checked and the event read; nothing is kept yet.
    case verified
    /// The event is durable.
    case journaled
    /// The acknowledgement is signed and not yet sent.
    case beforeAck
    /// The decision and its replies are durable.
    case decided
    /// A reply is leased and not yet sent.
    case claimed
    /// The API accepted a reply; we have not recorded it.
    case sent
    /// That it was sent is durable.
    case recorded
}
