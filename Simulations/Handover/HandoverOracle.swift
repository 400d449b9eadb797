/// The truth about one event in the journal.
struct JournalRow {
    enum State: String {
        case undecided
        case decided
        case quarantined
    }

    let id: Int
    let follower: Int
    /// Whether its decision ends the process.
    var isPoison: Bool
    var state = State.undecided
    /// Deaths as counted by the store.
    var deaths = 0
    var deathLife: Int?
    /// Deaths that truly happened inside its decision since it was written or released.
    var trueDeaths = 0
    /// Whether the store reported it late, or an operator released it: it may come after later events of its follower.
    var isOutOfOrder = false
}

/// Knows the journal and names the first promise that is broken.
final class HandoverOracle {
    private(set) var verdict: String?
    private var deciding: [Int: (life: Int, isSuspect: Bool)] = [:]

    func fail(_ complaint: String) {
        verdict = verdict ?? complaint
    }

    func require(_ isTrue: Bool, _ complaint: @autoclosure () -> String) {
        if !isTrue { fail(complaint()) }
    }

    /// A process ended: its decisions are under way no longer.
    func died(_ life: Int) {
        deciding = deciding.filter { $0.value.life != life }
    }

    /// A decision was handed over.
    func began(_ row: JournalRow, in life: Int, among rows: [JournalRow]) {
        for other in deciding.keys {
            require(rows[other].follower != row.follower, "events \(other) and \(row.id) of one follower at once")
        }
        let isSuspect = row.deaths > 0 && row.state == .undecided
        if isSuspect { require(deciding.isEmpty, "suspect \(row.id) is not decided alone") }
        require(!deciding.values.contains(where: \.isSuspect), "event \(row.id) is decided beside a suspect")
        deciding[row.id] = (life, isSuspect)
    }

    func finished(_ id: Int) {
        deciding[id] = nil
    }

    /// A decision became durable.
    func decided(_ row: JournalRow, among rows: [JournalRow]) {
        guard !row.isOutOfOrder else { return }
        // An event that ended three processes is being quarantined.
        let earlier = rows.first { other in
            other.id < row.id && other.follower == row.follower && other.state == .undecided && !other.isOutOfOrder
                && other.deaths < 3
        }
        if let earlier { fail("event \(row.id) is decided before \(earlier.id) of its follower") }
    }

    /// A process died inside a decision.
    func diedInside(_ row: JournalRow) {
        require(!row.isPoison || row.trueDeaths <= 3, "poison \(row.id) ended \(row.trueDeaths) processes")
    }

    func quarantined(_ row: JournalRow) {
        require(row.trueDeaths >= 3, "event \(row.id) is quarantined after \(row.trueDeaths) deaths")
    }

    /// The end of a seed: everything is decided or truly quarantined.
    func judge(_ rows: [JournalRow], isOpen: Bool) {
        for row in rows where row.state == .undecided {
            fail("event \(row.id) is never decided\(row.isPoison ? " nor quarantined" : "")")
        }
        for row in rows where row.state == .decided && row.isPoison { fail("poison \(row.id) is decided") }
        require(isOpen, "the machine never opens")
    }
}
