import GRDB

extension InterruptedTries {
    /// Whether a row that a claim takes has a try that may have reached the follower.
    func isDoubtful(_ row: Row) -> Bool {
        guard row["state"] as String == "sending" else { return false }
        return self == .areDoubtful || row["started"] as Bool
    }
}
