/// Which tries may have reached the follower, of those whose sender never said what became of them.
public enum InterruptedTries: Sendable, Hashable {
    /// All of them.
    case areDoubtful
    /// Those that `ReplyStore.markStarted` was told of: the others were never begun.
    case areDoubtfulOnceStarted
}
