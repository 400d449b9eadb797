/// What came of an operator's wish to have a reply sent after all.
public enum ReviveOutcome: String, Sendable, Hashable, CaseIterable {
    /// It waits again, with a new lifetime.
    case revived
    /// There is no such reply.
    case unknown
    /// It was not given up: it waits, is being sent, or was sent.
    case notDead
    /// The follower's last interaction is too long ago for the platform.
    case outsideWindow
}
