/// Whether an event was seen for the first time.
public enum RecordOutcome: Sendable, Hashable {
    /// The event is new, durable, and waits for its decision.
    case first(EventID)
    /// The event was recorded before; it gets the same acknowledgement and is not decided again.
    case duplicate
}
