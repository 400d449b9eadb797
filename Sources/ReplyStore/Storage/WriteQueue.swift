/// The writes that wait, in the order in which they are served: outcomes, then the rest, then upkeep.
struct WriteQueue {
    /// What is to be done next.
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
    /// All writes; upkeep is none.
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

    /// Takes out what is to be done next; upkeep waits until nothing else does, unless it `isUrgent`.
    mutating func next(limit: Int, upkeepIsUrgent: Bool) -> Work? {
        if !upkeep.isEmpty, upkeepIsUrgent || count == 0 { return .upkeep(upkeep.removeFirst()) }
        let batch = Array(outcomes.prefix(limit)) + others.prefix(max(0, limit - outcomes.count))
        guard !batch.isEmpty else { return nil }
        outcomes.removeFirst(min(outcomes.count, limit))
        others.removeFirst(batch.count - batch.count { $0.kind == .outcome })
        return .batch(batch)
    }
}
