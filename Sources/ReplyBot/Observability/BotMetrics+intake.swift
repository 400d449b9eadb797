internal import ReplyStore

/// What the request half tells.
extension BotMetrics {
    /// A request was answered.
    func answered(_ verdict: RequestVerdict) {
        count(.requests, [("verdict", verdict.rawValue)])
    }

    /// A request was answered with 400, for a reason that is one of a fixed set.
    func refused(_ reason: String) {
        answered(.refused)
        count(.refusals, [("reason", reason)])
    }

    /// A request was answered with 503, because there was no room for it, for a reason that is one of a fixed set.
    func turnedAway(_ reason: String) {
        answered(.overloaded)
        count(.refusals, [("reason", reason)])
    }

    /// A connection was ended before there was a request to answer.
    func cutOff(_ refusal: IntakeRefusal) {
        count(.refusals, [("reason", refusal.rawValue)])
    }

    /// An event was acknowledged so long after its request came.
    func acknowledged(after time: Duration) {
        note(time / .seconds(1), in: .acknowledgement)
    }

    /// The store ended a transaction.
    func committed(_ batch: CommitReport) {
        guard batch.writes > 0 else { return }
        note(Double(batch.writes), in: .commitWrites)
        note(batch.duration / .seconds(1), in: .commitDuration)
    }
}
