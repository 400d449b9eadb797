/// What came of an operator's wish to give a reply up.
public enum DropOutcome: String, Sendable, Hashable, CaseIterable {
    /// It is given up, and no longer among those to look at.
    case dropped
    /// There is no such reply.
    case unknown
    /// It is being sent at this moment.
    case underWay
    /// It was sent.
    case sent
}
