/// What the store is to keep of a claimed reply, and the end of its lease.
public enum Settlement: Sendable, Hashable {
    /// What a try that did not end well costs.
    public enum Cost: String, Sendable, Hashable, CaseIterable {
        /// It does not count: nothing was written, or the cause lies with all messages alike.
        case none
        /// It counts as a try.
        case aTry = "try"
        /// It counts as a try, and may have reached the follower.
        case ambiguity
    }

    /// The platform took it.
    case sent
    /// No request was begun: it goes back to the place in the queue that it had.
    case back(code: String)
    /// It goes back into the queue for that long at least.
    case retry(after: Duration, code: String, cost: Cost)
    /// It is given up; the day's count gets the message back unless some try of it may have reached the follower.
    case dead(reason: String, mayHaveArrived: Bool)
}
