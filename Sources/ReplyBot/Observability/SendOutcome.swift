/// What came of a claimed reply, as metrics tell it.
enum SendOutcome: String, CaseIterable, Sendable {
    /// The platform took it.
    case sent
    /// It is tried again.
    case retry
    /// It was given up.
    case dead
    case other
}
