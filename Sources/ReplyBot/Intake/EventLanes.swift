internal import AlipayClient

/// Hands events from the request half to the worker: one lane a follower, so that each follower's events stay in order.
struct EventLanes: Sendable {
    private let lanes: [Lane]

    private struct Lane {
        let events: AsyncStream<AcceptedEvent>
        let input: AsyncStream<AcceptedEvent>.Continuation
    }

    /// Makes lanes.
    init(count: Int = 16) {
        lanes = (0..<max(1, count))
            .map { _ in
                let (events, input) = AsyncStream.makeStream(of: AcceptedEvent.self)
                return Lane(events: events, input: input)
            }
    }

    /// The events of each lane.
    var all: [AsyncStream<AcceptedEvent>] { lanes.map(\.events) }

    /// Hands over what was recorded for the first time; the rest needs no decision.
    func hand(_ receipt: JournalReceipt) {
        guard case .first(let accepted) = receipt else { return }
        hand(accepted)
    }

    /// Hands over one event.
    func hand(_ accepted: AcceptedEvent) {
        let sum = accepted.event.userID.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
        lanes[sum % lanes.count].input.yield(accepted)
    }

    /// Ends all lanes; what is in them is left to the journal.
    func close() {
        for lane in lanes {
            lane.input.finish()
        }
    }
}
