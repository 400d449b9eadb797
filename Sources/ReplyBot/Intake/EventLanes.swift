internal import AlipayClient
internal import ReplyStore
internal import Synchronization

/// Hands events from the request half to the worker: one lane a follower, so that each follower's events stay in order.
///
/// What finds its lane full stays in the journal, and so does everything after it, until the worker has caught up with
/// the journal. The lanes begin like that: a start has to catch up first.
final class EventLanes: Sendable {
    private struct State {
        /// Whether events go to the lanes, and not only to the journal, with which the worker must catch up first.
        var isOpen = false
        /// How many events were left to the journal.
        var left = 0
        /// The first event that was left since the lanes were open.
        var firstLeft: EventID?
        /// Whether the journal may hold undecided events that nobody handed over.
        var mustReadAll = false
        /// What an operator has decided after all, and no lane took.
        var takenBack: [AcceptedEvent] = []
    }

    /// One lane for each task of the worker.
    let all: [EventLane]
    private let behind = WakeSignal()
    private let state = Mutex(State())

    /// Makes lanes.
    init(count: Int = 16, limit: Int = 256) {
        all = (0..<max(1, count)).map { _ in EventLane(limit: max(1, limit)) }
    }

    /// Hands over what was recorded for the first time; the rest needs no decision.
    func hand(_ receipt: JournalReceipt) {
        guard case .first(let accepted) = receipt else { return }
        hand(accepted)
    }

    /// Hands over one event, or leaves it to the journal.
    func hand(_ accepted: AcceptedEvent) {
        leave(unlessTaken: accepted) { $0.firstLeft = min($0.firstLeft ?? accepted.id, accepted.id) }
    }

    /// Hands over one event that an operator has decided after all, however long ago it came.
    ///
    /// The journal is read from there on where the worker is, and would not come to it again.
    func hand(takenBack accepted: AcceptedEvent) {
        leave(unlessTaken: accepted) { $0.takenBack.append(accepted) }
    }

    /// Has the journal read from its first undecided event on: the store may hold some that it did not tell of.
    func readJournal() {
        leave(unlessTaken: nil) { $0.mustReadAll = true }
    }

    /// Closes the lanes and notes what was left, unless a lane takes the event.
    private func leave(unlessTaken accepted: AcceptedEvent?, _ note: (inout State) -> Void) {
        let isBehind = state.withLock { state in
            if state.isOpen, let accepted, lane(of: accepted).offer(accepted) { return false }
            defer { state.isOpen = false }
            state.left += 1
            note(&state)
            return state.isOpen
        }
        if isBehind { behind.wake() }
    }

    /// Whether `readJournal` was called, and what `hand(takenBack:)` could not hand over; told once.
    func takeNotes() -> (mustReadAll: Bool, takenBack: [AcceptedEvent]) {
        state.withLock { state in
            defer { (state.mustReadAll, state.takenBack) = (false, []) }
            return (state.mustReadAll, state.takenBack)
        }
    }

    /// The lane of an event's follower.
    func lane(of accepted: AcceptedEvent) -> EventLane {
        let sum = accepted.event.userID.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
        return all[sum % all.count]
    }

    /// Returns once events were left to the journal; false when the lanes were closed.
    func waitUntilBehind() async -> Bool {
        await behind.wait()
    }

    /// How many events were left to the journal so far, and the first of those that were not caught up with.
    var left: (count: Int, first: EventID?) {
        state.withLock { ($0.left, $0.firstLeft) }
    }

    /// Opens the lanes, unless more events were left meanwhile; false then.
    func open(ifLeft count: Int) -> Bool {
        state.withLock { state in
            guard state.left == count else { return false }
            state.isOpen = true
            state.firstLeft = nil
            return true
        }
    }

    /// Ends all lanes; what is in them is left to the journal.
    func close() {
        for lane in all { lane.close() }
        behind.close()
    }
}
