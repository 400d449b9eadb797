internal import AlipayClient
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle

/// The first part of the background half: decides events, and queues what follows (DESIGN 1).
struct ReplyWorker: Service {
    let store: ReplyStore
    let reader: NotificationReader
    let rules: RuleRing
    let policy: DeliveryPolicy
    let lanes: EventLanes
    let outbox: WakeSignal
    let clock: any BotClock
    let logger: Logger
    /// Is told every decision, after it became durable.
    var observe: @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }

    /// Decides what a crash left undecided, then what comes, until shutdown; the rest is left in the journal.
    func run() async throws {
        try await withGracefulShutdownHandler {
            try await recover()
            await withDiscardingTaskGroup { group in
                for lane in lanes.all {
                    group.addTask { await work(through: lane) }
                }
            }
        } onGracefulShutdown: {
            lanes.close()
        }
    }

    /// Decides one event by the rules that are in use now, in memory that is used again for the next one.
    @discardableResult
    func decide(_ accepted: AcceptedEvent, using scratch: inout DecisionScratch) async throws -> Decision? {
        let contact = try await store.contact(appID: accepted.event.appID, userID: accepted.event.userID)
        let planner = ReplyPlanner(rules.current, policy: policy)
        let plan = try planner.plan(accepted, contact: contact, using: &scratch)
        guard try await store.commit(plan.effects) else { return nil }
        log(plan, accepted)
        await observe(accepted, plan.decision)
        outbox.wake()
        return plan.decision
    }

    private func work(through lane: AsyncStream<AcceptedEvent>) async {
        var scratch = rules.current.rules.makeScratch()
        for await accepted in lane where !Task.isShuttingDownGracefully {
            await decideAtLast(accepted, using: &scratch)
        }
    }

    /// Decides an event, again and again while the store is out of order; its lane waits, so order is kept.
    private func decideAtLast(_ accepted: AcceptedEvent, using scratch: inout DecisionScratch) async {
        while !Task.isShuttingDownGracefully {
            do {
                try await decide(accepted, using: &scratch)
                return
            } catch {
                let metadata: Logger.Metadata = ["event": "\(accepted.id)", "error": "\(error)"]
                logger.error("an event could not be decided", metadata: metadata)
                // What the store will never take stays in the journal; the next start tries it once more.
                guard let error = error as? StoreError, error.isPassing else { return }
                try? await clock.sleep(until: clock.now().addingTimeInterval(1))
            }
        }
    }

    /// Reads the journal only here: in operation, events come through the lanes.
    private func recover() async throws {
        var last: EventID?
        var scratch = rules.current.rules.makeScratch()
        while case let page = try await store.undecidedEvents(limit: 200, after: last), !page.isEmpty {
            for journaled in page {
                guard !Task.isShuttingDownGracefully else { return }
                await recover(journaled, using: &scratch)
            }
            last = page.last?.id
        }
    }

    private func recover(_ journaled: JournaledEvent, using scratch: inout DecisionScratch) async {
        do {
            let event = try reader.read(try NotificationForm(journaled.entry.request))
            let accepted = AcceptedEvent(id: journaled.id, event: event, received: journaled.entry.received)
            try await decide(accepted, using: &scratch)
            logger.notice("event recovered", metadata: ["event": "\(journaled.id)"])
        } catch {
            logger.error(
                "an event could not be recovered",
                metadata: ["event": "\(journaled.id)", "error": "\(error)"]
            )
        }
    }

    private func log(_ plan: ReplyPlan, _ accepted: AcceptedEvent) {
        var metadata: Logger.Metadata = [
            "event": "\(accepted.id)", "user": "\(MaskedUserID(accepted.event.userID))",
            "decision": "\(plan.effects.decision)", "messages": "\(plan.decision.messages.count)",
        ]
        logger.info("event decided", metadata: metadata)
        guard let notice = plan.decision.handoffNotice else { return }
        metadata["notify"] = "\(notice)"
        logger.notice("a follower waits for a person", metadata: metadata)
    }
}
