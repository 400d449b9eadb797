internal import AlipayClient
internal import BotCore
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

    /// Records an event and returns after the commit.
    ///
    /// It throws when the commit takes too long. In any case `ReplyStore.committedEvents` publishes a new event that is
    /// stored, as it must be decided.
    func record(
        _ event: InboundEvent,
        from request: RecordedRequest,
        at received: Date,
        monotonic: Duration? = nil
    ) async throws -> JournalReceipt {
        let entry = JournalEntry(
            dedupeKey: try Digest.sha256(event.identity),
            appID: event.appID,
            userID: event.userID,
            kind: event.kind,
            created: event.created,
            received: received,
            request: request,
            isStale: freshness.isStale(created: event.created, received: received)
        )
        switch try await store.record(entry, companion: Arrival(event: event, monotonic: monotonic)) {
        case .duplicate: return .duplicate
        case .first where entry.isStale: return .stale
        case .first(let id):
            return .first(AcceptedEvent(id: id, event: event, received: received, monotonic: monotonic))
        }
    }
}

/// The parsed form of a request, which the store hands on with its event.
private struct Arrival: Sendable {
    let event: InboundEvent
    let monotonic: Duration?
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

extension AcceptedEvent {
    /// An event that `EventJournal` recorded; nil for one that was recorded without its parsed form.
    init?(_ committed: CommittedEvent) {
        guard let arrival = committed.companion as? Arrival else { return nil }
        self.init(
            id: committed.id,
            event: arrival.event,
            received: committed.entry.received,
            monotonic: arrival.monotonic
        )
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
