/// How the committer treats a write.
enum WriteKind: Sendable {
    /// An event from outside: it waits for a bounded time, and is refused when the disk is full.
    case intake
    /// A step of the bot's own work.
    case step
    /// What came of a reply. It must not be forgotten because events flood in, so it passes the cap; there are never
    /// more outcomes than replies under way.
    case outcome
}
