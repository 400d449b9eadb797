internal import AlipayClient
internal import DeliveryCore
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
    let watch: DecisionWatch
    var faults = FaultPoints()
    /// Is told every decision, after it became durable.
    var observe: @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }

    /// Decides what a crash left undecided, then what comes, until shutdown; the rest is left in the journal.
    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await catchUp() }
                for lane in lanes.all {
                    group.addTask { await work(through: lane) }
                }
            }
        } onCancelOrGracefulShutdown: {
            lanes.close()
        }
    }

    /// Decides one event by the rules that are in use now, in memory that is used again for the next one.
    @discardableResult
    func decide(_ accepted: AcceptedEvent, using scratch: inout DecisionScratch) async throws -> Decision? {
        let accepted = accepted.following(clock.reading(), tolerance: policy.rules.clockTolerance)
        let contact = try await store.contact(appID: accepted.event.appID, userID: accepted.event.userID)
        let planner = ReplyPlanner(rules.current, policy: policy)
        let plan = try watch.during(accepted.id) {
            faults.decide(accepted.event)
            return try planner.plan(accepted, contact: contact, using: &scratch)
        }
        guard try await store.commit(plan.effects) else {
            // An earlier try of this decision may have been kept although it failed.
            outbox.wake()
            return nil
        }
        await faults.reach(.decided)
        log(plan, accepted)
        await observe(accepted, plan.decision)
        outbox.wake()
        return plan.decision
    }

    private var journal: JournalCatchUp {
        JournalCatchUp(store: store, reader: reader, lanes: lanes, clock: clock, logger: logger)
    }

    private func catchUp() async {
        var scratch = rules.current.rules.makeScratch()
        await journal.run { await decideAtLast($0, using: &scratch) }
    }

    private func work(through lane: EventLane) async {
        var scratch = rules.current.rules.makeScratch()
        while let accepted = await lane.next(), !Task.isCancelled, !Task.isShuttingDownGracefully {
            await decideAtLast(accepted, using: &scratch)
        }
    }

    /// Decides an event, again and again while the store is out of order; its lane waits, so order is kept.
    ///
    /// False when the bot stops before.
    @discardableResult
    private func decideAtLast(_ accepted: AcceptedEvent, using scratch: inout DecisionScratch) async -> Bool {
        repeat {
            do {
                try await decide(accepted, using: &scratch)
                return true
            } catch StoreError.contactChanged {
                continue
            } catch is CancellationError {
                return false
            } catch {
                let metadata: Logger.Metadata = ["event": "\(accepted.id)", "error": "\(error)"]
                logger.error("an event could not be decided", metadata: metadata)
                guard let error = error as? StoreError, error.isPassing else {
                    await journal.setAside(accepted.id, because: "undecidable")
                    return true
                }
                try? await clock.sleep(for: .seconds(1))
            }
        } while !Task.isCancelled && !Task.isShuttingDownGracefully
        return false
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
