/// What `match` of one rule gave.
struct MatchReading {
    var clauses: [MatchClause] = []
    /// Whether every clause could be read; otherwise what they capture is not known.
    var isComplete = true
}
