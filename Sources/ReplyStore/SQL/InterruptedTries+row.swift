import GRDB

extension InterruptedTries {
    /// Whether the try that a row of the table `reply` is in may have reached the follower.
    func isDoubtful(_ row: Row) -> Bool {
        guard row["state"] as String == "sending" else { return false }
        switch self {
        case .areDoubtful: return true
        case .areDoubtfulOnceStarted: return row["started"]
        case .areDoubtfulIfBegun(let begun):
            let lease = UInt64(bitPattern: row["lease"] as Int64? ?? 0)
            return begun.contains(
                BegunTry(reply: ReplyID(rawValue: row["id"]), lease: LeaseToken(rawValue: lease))
            )
        }
    }
}
