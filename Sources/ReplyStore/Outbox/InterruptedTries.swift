/// A try whose request may have been under way: a reply under one of its claims.
public struct BegunTry: Sendable, Hashable {
    /// The reply.
    public let reply: ReplyID
    /// The claim under which it was sent.
    public let lease: LeaseToken

    /// Names a try.
    public init(reply: ReplyID, lease: LeaseToken) {
        self.reply = reply
        self.lease = lease
    }
}

/// Which tries may have reached the follower, of those whose sender did not record an outcome.
public enum InterruptedTries: Sendable, Hashable {
    /// All of them.
    case areDoubtful
    /// Those that `ReplyStore.markStarted` recorded.
    case areDoubtfulOnceStarted
    /// Those listed: of the others no byte was written.
    case areDoubtfulIfBegun(Set<BegunTry>)
}
