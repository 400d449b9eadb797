extension MatchScore {
    /// The first comparison in which this loses against a score that wins over it.
    func lossReason(against winner: MatchScore) -> LossReason {
        if priority != winner.priority { return .priority }
        if tier != winner.tier { return .tier }
        return length == winner.length ? .order : .length
    }
}
