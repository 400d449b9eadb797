internal import DequeModule

/// Brings every committed event to its decision: a state machine without clock, store or threads.
///
/// The shell reports events in the order in which they happen and carries out the effects. Nothing of the state is
/// durable: after a crash a new machine reads the journal from its first undecided event.
///
/// It keeps these promises:
/// - every event in the journal that is neither decided nor quarantined is decided, once the shell can read the journal;
/// - the events of a follower are decided one at a time, in the order of their numbers, unless the store reported one of
///   them late;
/// - memory is bounded: an event that finds its partition full stays in the journal, and is read from there;
/// - an event is quarantined only after `Limits.deaths` processes died during its decision. A suspect, during whose
///   decision a process died before, is decided after everything else is caught up, while nothing else is decided; the
///   later events of its follower wait for it.
package struct Handover<Item: HandoverItem>: Sendable {
    /// The bounds of a machine.
    package struct Limits: Sendable, Hashable {
        /// Decisions that run at the same time.
        package var partitions = 64
        /// Events that wait in one partition.
        package var queue = 64
        /// Events in one read of the journal.
        package var page = 256
        /// Committed events kept while the journal is read, so that the machine can open without one more read.
        package var tail = 256
        /// The number of processes that may die during the decision of an event before it is quarantined.
        package var deaths = 3

        /// The bounds of the product.
        package init() {}
    }

    /// A report of the shell.
    package enum Event: Sendable {
        /// The machine may begin.
        ///
        /// `suspects` are the undecided events during whose decision a process died, with the number of deaths.
        case started(suspects: [Item.ID: Int])
        /// The store committed a new event. Reports come in the order of the numbers; for any other, the journal is read.
        case committed(Item)
        /// The answer to `read`: the undecided events after the requested number, in order.
        ///
        /// `through` is the number of the last row read, nil when there was none. `isEnd` says that no row followed at
        /// the time of the read.
        case page([Item], through: Item.ID?, isEnd: Bool)
        /// The journal could not be read.
        case readFailed
        /// The answer to `decide`: the event is decided or quarantined, durably.
        case finished(Item.ID)
        /// An operator released an event from quarantine; it is undecided again.
        case requeued(Item.ID)
        /// The store works again after a failure: it may hold committed events that it never reported.
        case storeRecovered
        /// The process ends. Waiting events stay in the journal.
        case closing
    }

    /// A task for the shell.
    package enum Effect: Sendable {
        /// Read undecided events after `after`, from the first one if nil. After a failure, pause first.
        case read(after: Item.ID?, limit: Int, afterFailure: Bool)
        /// Decide the event and make the decision durable.
        case decide(Item)
        /// Quarantine the event durably.
        case quarantine(Item.ID)
        /// All events in the journal are handed over; new events are handed over as they arrive.
        case caughtUp
    }

    private struct Suspect: Sendable {
        let deaths: Int
        /// Known once the journal was read as far as the event.
        var item: Item?
    }

    private enum Mode: Sendable {
        /// Nothing is decided before `started`.
        case waiting
        /// Events come from the journal; new ones are kept in `tail`.
        case reading
        /// All events but the suspects' are read; the ones handed over are being decided.
        case draining
        /// Suspects are decided, one at a time.
        case alone
        /// New events go directly to their partitions.
        case open
        case closed
    }

    private let limits: Limits
    private var mode = Mode.waiting
    private var queue: PartitionedQueue<Item>
    /// The number up to which events were handed over.
    private var position: Item.ID?
    /// The highest number that the store reported.
    private var lastReported: Item.ID?
    private var isReadUnderWay = false
    /// Whether the page under way is void, because the journal must be read from its first undecided event.
    private var mustRestart = false
    /// Whether the last page was the end of the journal.
    private var isEndRead = false
    /// Events of the last page that found their partition full.
    private var overflow = Deque<Item>()
    private var tail = Deque<Item>()
    private var isTailComplete = true
    private var suspects: [Item.ID: Suspect] = [:]
    /// The followers of suspects: their later events are left in the journal.
    private var heldFollowers: Set<String> = []
    /// Events whose quarantine may not be durable yet when a page is read.
    private var quarantined: Set<Item.ID> = []

    /// Makes a machine that waits for `started`.
    package init(limits: Limits = Limits()) {
        self.limits = limits
        queue = PartitionedQueue(partitions: limits.partitions, limit: limits.queue)
    }

    /// Events in memory that wait for their decision.
    package var waitingCount: Int { queue.waitingCount + overflow.count + tail.count }
    /// Decisions under way.
    package var runningCount: Int { queue.runningCount }
    /// Whether new events go directly to their partitions.
    package var isOpen: Bool { if case .open = mode { true } else { false } }

    /// Takes a report and returns the tasks that follow from it, in order.
    package mutating func step(_ event: Event) -> [Effect] {
        switch event {
        case .started(let suspects): return start(suspects)
        case .committed(let item): return take(item)
        case .page(let items, let through, let isEnd): return take(items, through: through, isEnd: isEnd)
        case .readFailed: return readAgain()
        case .finished(let id): return finish(id)
        case .requeued(let id):
            quarantined.remove(id)
            return restart()
        case .storeRecovered: return restart()
        case .closing:
            mode = .closed
            forgetWaiting()
            return []
        }
    }

    private mutating func start(_ found: [Item.ID: Int]) -> [Effect] {
        guard case .waiting = mode else { return [] }
        for (id, deaths) in found {
            if deaths >= limits.deaths {
                quarantined.insert(id)
            } else {
                suspects[id] = Suspect(deaths: deaths)
            }
        }
        return quarantined.sorted().map(Effect.quarantine) + readFromStart()
    }
}

// MARK: - New events

extension Handover {
    private mutating func take(_ item: Item) -> [Effect] {
        // Reported twice or out of order: only the journal tells whether the event still waits.
        if let lastReported, item.id <= lastReported { return restart() }
        lastReported = item.id
        // A page may have brought the event before the store reported it.
        if let position, item.id <= position { return [] }
        switch mode {
        case .open:
            guard queue.append(item) else {
                mode = .reading
                tail.append(item)
                return [read()]
            }
            position = item.id
            return queue.takeNext(of: item.follower).map { [.decide($0)] } ?? []
        case .reading:
            if isTailComplete, tail.count < limits.tail { tail.append(item) } else { isTailComplete = false }
            return []
        // The journal is read again before the machine opens.
        case .waiting, .draining, .alone, .closed: return []
        }
    }
}

// MARK: - Reading the journal

extension Handover {
    private mutating func readFromStart() -> [Effect] {
        forgetWaiting()
        heldFollowers = []
        position = nil
        mode = .reading
        return [read()]
    }

    private mutating func read(afterFailure: Bool = false) -> Effect {
        isReadUnderWay = true
        isEndRead = false
        // The page will contain all events committed so far.
        tail.removeAll()
        isTailComplete = true
        return .read(after: position, limit: limits.page, afterFailure: afterFailure)
    }

    /// Drops the waiting events and reads them again, so that they keep their order with events that the store reported
    /// late.
    private mutating func restart() -> [Effect] {
        switch mode {
        case .reading where isReadUnderWay:
            mustRestart = true
            return []
        case .reading, .open: return readFromStart()
        // These read the journal from its start in any case.
        case .waiting, .draining, .alone, .closed: return []
        }
    }

    private mutating func readAgain() -> [Effect] {
        isReadUnderWay = false
        guard case .reading = mode else { return [] }
        if mustRestart {
            mustRestart = false
            forgetWaiting()
            heldFollowers = []
            position = nil
        }
        return [read(afterFailure: true)]
    }

    private mutating func take(_ items: [Item], through: Item.ID?, isEnd: Bool) -> [Effect] {
        isReadUnderWay = false
        guard case .reading = mode else { return [] }
        if mustRestart {
            mustRestart = false
            return readFromStart()
        }
        for item in items where !hold(item) && !queue.isRunning(item.id) { overflow.append(item) }
        position = through ?? position
        isEndRead = isEnd
        return proceed()
    }

    /// Whether an event is left in the journal because of a suspect, or because it is quarantined.
    private mutating func hold(_ item: Item) -> Bool {
        if quarantined.contains(item.id) { return true }
        if heldFollowers.contains(item.follower) { return true }
        guard suspects[item.id] != nil else { return false }
        suspects[item.id]?.item = item
        heldFollowers.insert(item.follower)
        return true
    }

    /// Fills the partitions from the last page, then reads on, opens, or turns to the suspects.
    private mutating func proceed() -> [Effect] {
        fillPartitions()
        let decisions = queue.takeReady().map(Effect.decide)
        guard overflow.isEmpty, !isReadUnderWay else { return decisions }
        guard isEndRead, isTailComplete, takeTail() else { return decisions + [read()] }
        let more = queue.takeReady().map(Effect.decide)
        guard heldFollowers.isEmpty else {
            mode = .draining
            return decisions + more + decideSuspect()
        }
        // Suspects that are left are not in the journal any more: they were decided or pruned.
        suspects = [:]
        mode = .open
        return decisions + more + [.caughtUp]
    }

    private mutating func fillPartitions() {
        // No partition gets room while this runs, so no event overtakes an earlier one of its partition.
        var rest = Deque<Item>()
        for item in overflow where !queue.append(item) { rest.append(item) }
        overflow = rest
    }

    /// Hands over the events committed since the last page was requested; false when a partition is full.
    private mutating func takeTail() -> Bool {
        while let item = tail.popFirst() {
            if let position, item.id <= position { continue }
            guard hold(item) || queue.append(item) else { return false }
            position = item.id
        }
        return true
    }

    private mutating func forgetWaiting() {
        queue.removeWaiting()
        overflow.removeAll()
        tail.removeAll()
        isTailComplete = true
        isEndRead = false
    }
}

// MARK: - Decisions

extension Handover {
    private mutating func finish(_ id: Item.ID) -> [Effect] {
        let next = queue.finish(id).map { [Effect.decide($0)] } ?? []
        switch mode {
        case .open, .waiting, .closed: return next
        case .reading: return next + (overflow.isEmpty ? [] : proceed())
        case .draining, .alone: return next + decideSuspect()
        }
    }

    /// Decides the next suspect once nothing else is under way; after the last one, reads the events that waited for
    /// them.
    ///
    /// Those with fewer deaths come first, since they are likely innocent.
    private mutating func decideSuspect() -> [Effect] {
        guard queue.isEmpty else { return [] }
        let found = suspects.filter { $0.value.item != nil }
        let next = found.min { ($0.value.deaths, $0.key) < ($1.value.deaths, $1.key) }
        guard let next, let item = next.value.item else { return readFromStart() }
        mode = .alone
        suspects[next.key] = nil
        queue.begin(item)
        return [.decide(item)]
    }
}
