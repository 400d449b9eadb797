/// What came of one request (PROTOCOL 2.7).
public enum DeliveryAnswer: Sendable, Hashable {
    /// The platform took the message, and proved to be the platform.
    case accepted
    /// It was too late to begin: nothing was written.
    case notBegun
    /// There was no connection: nothing was written.
    case unreachable(code: String)
    /// The message may have been taken: the answer was lost, late or cut off.
    case ambiguous(code: String)
    /// Somebody took the message who could not prove to be the platform.
    case unproven(code: String)
    /// The message was not taken.
    case refused(DeliveryRefusal)
}
