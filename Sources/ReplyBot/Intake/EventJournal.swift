internal import AlipayClient
internal import DeliveryCore
internal import Foundation
internal import ReplyStore

/// Makes events durable before they are acknowledged.
struct EventJournal: Sendable {
    private let store: ReplyStore
    private let freshness: EventFreshness

    init(store: ReplyStore, freshness: EventFreshness) {
        self.store = store
        self.freshness = freshness
    }

    /// Records an event; returns after the commit.
    ///
    /// When that takes too long it throws. `onCommit` is told in any case, in the order of arrival: an event that is
    /// stored must be decided.
    func record(
        _ event: InboundEvent,
        from request: RecordedRequest,
        at received: Date,
        monotonic: Duration? = nil,
        onCommit: @escaping @Sendable (JournalReceipt) -> Void = { _ in }
    ) async throws -> JournalReceipt {
        let entry = try entry(event, from: request, received: received)
        let outcome = try await store.record(entry) {
            onCommit(Self.receipt($0, of: event, entry: entry, monotonic: monotonic))
        }
        return Self.receipt(outcome, of: event, entry: entry, monotonic: monotonic)
    }

    private func entry(_ event: InboundEvent, from request: RecordedRequest, received: Date) throws -> JournalEntry {
        JournalEntry(
            dedupeKey: try Digest.sha256(event.identity),
            appID: event.appID,
            userID: event.userID,
            kind: event.kind,
            created: event.created,
            received: received,
            request: request,
            isStale: freshness.isStale(created: event.created, received: received)
        )
    }

    private static func receipt(
        _ outcome: RecordOutcome,
        of event: InboundEvent,
        entry: JournalEntry,
        monotonic: Duration?
    )
        -> JournalReceipt
    {
        switch outcome {
        case .duplicate: .duplicate
        case .first where entry.isStale: .stale
        case .first(let id):
            .first(AcceptedEvent(id: id, event: event, received: entry.received, monotonic: monotonic))
        }
    }
}

/// A journaled event, ready to be decided.
struct AcceptedEvent: Sendable {
    /// Its number in the journal.
    let id: EventID
    let event: InboundEvent
    /// The time of the request; decisions are made as of this time, so that a replay decides alike.
    var received: Date
    /// The same by the monotonic clock; nil for an event that another process received.
    var monotonic: Duration?

    /// The event with its time moved after the wall clock was set (RELIABILITY 3.7): its age stays the same.
    func following(_ clock: ClockReading, tolerance: Duration) -> AcceptedEvent {
        guard let monotonic else { return self }
        let truth = clock.wall.addingTimeInterval((monotonic - clock.monotonic) / .seconds(1))
        guard abs(truth.timeIntervalSince(received)) > tolerance / .seconds(1) else { return self }
        var other = self
        other.received = truth
        return other
    }
}

/// The result of recording an event.
enum JournalReceipt: Sendable {
    /// It is new and waits for its decision.
    case first(AcceptedEvent)
    /// It was delivered before.
    case duplicate
    /// It is recorded, but too old or from the future, and is not answered.
    case stale
}
