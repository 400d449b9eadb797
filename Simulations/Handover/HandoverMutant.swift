/// A plausible mistake around the handover; the oracle must find each of them.
///
/// Nothing of it is in the machine: a mutant is another shell, other evidence, or other limits.
enum HandoverMutant: String, CaseIterable {
    /// Some commits are not reported.
    case reportsLost = "reports-lost"
    /// Commits are reported in another order.
    case reportsSwapped = "reports-swapped"
    /// Nobody reports that the store works again.
    case recoveryUnreported = "recovery-unreported"
    /// Nobody reports an event that an operator released.
    case requeueUnreported = "requeue-unreported"
    /// A failed read looks like the end of the journal.
    case failedReadIsEnd = "failed-read-is-end"
    /// A full page looks like the end of the journal.
    case fullPageIsEnd = "full-page-is-end"
    /// The end of the journal is never reported.
    case endUnreported = "end-unreported"
    /// Pages come in another order.
    case pageReversed = "page-reversed"
    /// A death counts again at each start that is interrupted.
    case deathsCountedAgain = "deaths-counted-again"
    /// The marks are cleared before their deaths are counted.
    case marksClearedFirst = "marks-cleared-first"
    /// Every process has the same number, so that only one death counts.
    case livesAlike = "lives-alike"
    /// An event is marked from the moment it is handed over until its decision is durable.
    case markedWhileWaiting = "marked-while-waiting"
    /// The machine begins without knowing the suspects.
    case suspectsUnreported = "suspects-unreported"
    /// A decision that is not durable yet counts as finished.
    case finishedTooEarly = "finished-too-early"
    /// Some decisions are never reported as finished.
    case finishLost = "finish-lost"
    /// Quarantine is not written to the store.
    case quarantineLost = "quarantine-lost"
    /// Events of one follower are taken for those of many.
    case followersApart = "followers-apart"
    /// One death is enough.
    case oneDeath = "one-death"
    /// A fourth death is let happen.
    case fourDeaths = "four-deaths"
    /// Partitions without a bound.
    case unbounded = "unbounded"
}
