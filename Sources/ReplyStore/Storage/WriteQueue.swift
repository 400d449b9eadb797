/// How the writer treats a write.
enum WriteKind: Sendable {
    /// An event from outside: it waits for a bounded time, and is refused when the disk is full.
    case intake
    /// A step of the bot's own work.
    case step
    /// The outcome of a reply. A flood of events must not delay or refuse it, so it passes the cap; there are never more
    /// outcomes than replies in flight.
    case outcome
}

/// The waiting writes in the order of service: outcomes, then the rest, then upkeep.
struct WriteQueue {
    /// The next piece of work.
    enum Work {
        /// Writes that share a transaction.
        case batch([PendingWrite])
        /// One piece of upkeep, on its own, so that no caller waits for its end.
        case upkeep(PendingUpkeep)
    }

    private var outcomes: [PendingWrite] = []
    private var others: [PendingWrite] = []
    private var upkeep: [PendingUpkeep] = []

    /// Writes that count against the cap.
    var capped: Int { others.count }
    /// All writes, without upkeep.
    var count: Int { outcomes.count + others.count }
    /// Whether upkeep waits.
    var hasUpkeep: Bool { !upkeep.isEmpty }

    /// Adds a write at its place.
    mutating func add(_ write: PendingWrite) {
        if write.kind == .outcome { outcomes.append(write) } else { others.append(write) }
    }

    /// Adds a piece of upkeep.
    mutating func add(_ task: PendingUpkeep) {
        upkeep.append(task)
    }

    /// Removes and returns the next piece of work; upkeep waits for an empty queue, unless it `isUrgent`.
    mutating func next(limit: Int, upkeepIsUrgent: Bool) -> Work? {
        if !upkeep.isEmpty, upkeepIsUrgent || count == 0 { return .upkeep(upkeep.removeFirst()) }
        let batch = Array(outcomes.prefix(limit)) + others.prefix(max(0, limit - outcomes.count))
        guard !batch.isEmpty else { return nil }
        outcomes.removeFirst(min(outcomes.count, limit))
        others.removeFirst(batch.count - batch.count { $0.kind == .outcome })
        return .batch(batch)
    }
}
