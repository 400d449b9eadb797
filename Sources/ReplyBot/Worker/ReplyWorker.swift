internal import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// The first part of the background half: decides events, and queues the replies (DESIGN 1).
///
/// The handover machine decides the order; this service carries out its effects.
struct ReplyWorker: Service {
    let store: ReplyStore
    let reader: NotificationReader
    let decider: EventDecider
    let commits: CommitFeed<Arrival>
    let feed: HandoverFeed
    let inFlight: InFlightFile
    /// The number of this life of the process, drawn at random.
    let life: UInt64
    var limits = Handover<AcceptedEvent>.Limits()
    /// The rules of the start.
    let firstRules: RunningRules
    let history: RuleHistory
    let clock: any BotClock
    let logger: Logger

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var handover = Handover<AcceptedEvent>(limits: limits)
                // Before the machine begins to read, so that every event is either in the journal already or published.
                let committed = commits.committedEvents()
                group.addTask { await reportCommits(committed) }
                group.addTask { await start() }
                for await event in feed.events where !Task.isCancelled && !Task.isShuttingDownGracefully {
                    for effect in handover.step(event) { perform(effect, in: &group) }
                }
            }
        } onCancelOrGracefulShutdown: {
            feed.close()
        }
    }

    /// Reports new events in the order of their commits, until the worker stops.
    private func reportCommits(_ committed: AsyncStream<CommittedEvent<Arrival>>) async {
        await cancelWhenGracefulShutdown {
            for await event in committed { feed.report(.committed(AcceptedEvent(event))) }
        }
    }

    private func perform(_ effect: Handover<AcceptedEvent>.Effect, in group: inout DiscardingTaskGroup) {
        switch effect {
        case .decide(let accepted):
            group.addTask { if await decider.decideDurably(accepted) { feed.report(.finished(accepted.id)) } }
        case .read(let after, let limit, let afterFailure):
            group.addTask { feed.report(await read(after: after, limit: limit, afterFailure: afterFailure)) }
        case .quarantine(let event):
            group.addTask { _ = await decider.quarantine(event, because: .poison) }
        case .caughtUp:
            logger.debug("the journal is caught up with")
        }
    }

    /// Counts the deaths that the last process left evidence of, then lets the machine begin.
    private func start() async {
        let evidence = inFlight.evidence
        let retry = StoreRetry(clock: clock, logger: logger)
        let suspects = try? await retry.run("the deaths of the last process cannot be counted", whatever: true) {
            try await store.countDeaths(inside: evidence.deciding, life: evidence.life)
        }
        guard let suspects else { return }
        await history.note(firstRules, at: clock.now())
        for (event, deaths) in suspects.sorted(by: { $0.key < $1.key }) {
            logger.error(
                "a process died while it decided an event",
                metadata: ["event": "\(event)", "deaths": "\(deaths)"]
            )
        }
        inFlight.beginLife(life)
        feed.report(.started(suspects: suspects))
    }

    private func read(after: EventID?, limit: Int, afterFailure: Bool) async -> HandoverFeed.Event {
        if afterFailure { try? await clock.sleep(for: .seconds(1)) }
        do {
            let rows = try await store.undecidedEvents(limit: limit, after: after)
            var accepted: [AcceptedEvent] = []
            for row in rows { if let event = await read(row) { accepted.append(event) } }
            if !accepted.isEmpty {
                logger.notice("events are read from the journal", metadata: ["events": "\(accepted.count)"])
            }
            return .page(accepted, through: rows.last?.id, isEnd: rows.count < limit)
        } catch {
            logger.error("the journal cannot be read", metadata: ["error": "\(error)"])
            return .readFailed
        }
    }

    /// The event as it was accepted; an event that cannot be read any more is quarantined.
    private func read(_ journaled: JournaledEvent) async -> AcceptedEvent? {
        do {
            let event = try inFlight.deciding(journaled.id) {
                try reader.readRecorded(try NotificationForm(journaled.entry.request))
            }
            return AcceptedEvent(id: journaled.id, event: event, received: journaled.entry.received)
        } catch {
            let refusal = (error as? NotificationError)?.rawValue
            _ = await decider.quarantine(journaled.id, because: .unreadable(refusal: refusal))
            return nil
        }
    }
}

extension AcceptedEvent: HandoverItem {
    var follower: String { event.userID }
}

/// Delivers reports to the worker, in order.
struct HandoverFeed: Sendable {
    typealias Event = Handover<AcceptedEvent>.Event

    let events: AsyncStream<Event>
    private let input: AsyncStream<Event>.Continuation

    init() {
        (events, input) = AsyncStream.makeStream(of: Event.self)
    }

    /// Reports that the store works again after a failure.
    func storeRecovered() {
        input.yield(.storeRecovered)
    }

    /// Reports that an operator released an event from quarantine.
    func requeued(_ event: EventID) {
        input.yield(.requeued(event))
    }

    fileprivate func report(_ event: Event) {
        input.yield(event)
    }

    /// Ends the worker; events that it has not begun stay in the journal.
    func close() {
        input.finish()
    }
}
