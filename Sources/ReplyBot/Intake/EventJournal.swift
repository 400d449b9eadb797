internal import AlipayClient
internal import Foundation
internal import ReplyStore

/// A journaled event with what the worker needs to decide it.
struct AcceptedEvent: Sendable {
    /// Its number in the journal.
    let id: EventID
    /// What happened.
    let event: InboundEvent
    /// When the request came; decisions are made as of this moment, so that a replay decides alike.
    let received: Date
}

/// What the journal made of an event.
enum JournalReceipt: Sendable {
    /// It is new and waits for its decision.
    case first(AcceptedEvent)
    /// It was delivered before.
    case duplicate
    /// It is recorded, but too old or from the future: it is not answered.
    case stale
}

/// Makes events durable before they are acknowledged.
struct EventJournal: Sendable {
    private let store: ReplyStore
    private let freshness: EventFreshness

    init(store: ReplyStore, freshness: EventFreshness) {
        self.store = store
        self.freshness = freshness
    }

    /// Records an event; returns after the commit.
    func record(_ event: InboundEvent, _ request: RecordedRequest, at received: Date) async throws -> JournalReceipt {
        let isStale = freshness.isStale(created: event.created, received: received)
        let entry = JournalEntry(
            dedupeKey: try Digest.sha256(event.identity),
            appID: event.appID,
            userID: event.userID,
            kind: event.kind,
            created: event.created,
            received: received,
            request: request,
            isStale: isStale
        )
        switch try await store.record(entry) {
        case .duplicate: return .duplicate
        case .first where isStale: return .stale
        case .first(let id): return .first(AcceptedEvent(id: id, event: event, received: received))
        }
    }
}
