/// One request that is under way.
struct Attempt: Sendable, Hashable {
    /// When it was begun.
    let began: Duration
    /// Whether it names the event that it answers.
    let namesEvent: Bool
    /// Whether it is the one message that is sent to see whether it passes.
    let isProbe: Bool
    /// What the pause knew of the keys when it was begun.
    let keys: Pause.Epoch
}
