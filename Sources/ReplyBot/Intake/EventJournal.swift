internal import AlipayClient
internal import BotCore
internal import Foundation
internal import ReplyStore

/// Makes events durable before they are acknowledged.
struct EventJournal: Sendable {
    private let store: ReplyStore
    private let freshness: EventFreshness
    private let commits: CommitFeed<Arrival>

    /// A journal whose new events go to `commits`, each with its parsed form.
    init(store: ReplyStore, freshness: EventFreshness, commits: CommitFeed<Arrival>) {
        self.store = store
        self.freshness = freshness
        self.commits = commits
    }

    /// Records an event and returns after the commit.
    ///
    /// It throws when the commit takes too long. In any case `commits` publishes a new event that is stored, as it must
    /// be decided.
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
        let arrival = Arrival(event: event, monotonic: monotonic)
        switch try await store.record(entry, companion: arrival, publishingTo: commits) {
        case .duplicate: return .duplicate
        case .first where entry.isStale: return .stale
        case .first(let id):
            return .first(AcceptedEvent(id: id, event: event, received: received, monotonic: monotonic))
        }
    }
}

/// The parsed form of a request, which the store passes on with its event.
struct Arrival: Sendable {
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
    /// The follower as of the commit of the event; nil when they must be read.
    var contact: Contact?

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
    /// An event that `EventJournal` recorded.
    init(_ committed: CommittedEvent<Arrival>) {
        self.init(
            id: committed.id,
            event: committed.companion.event,
            received: committed.entry.received,
            monotonic: committed.companion.monotonic,
            contact: committed.contact
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
