internal import AlipayClient
internal import DeliveryCore
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle
internal import Synchronization

/// Decides events with the current rules and makes the decisions durable.
struct EventDecider: Sendable {
    let store: ReplyStore
    let rules: CurrentRules
    let policy: DeliveryPolicy
    let outbox: WakeSignal
    let clock: any BotClock
    let logger: Logger
    let watch: DecisionWatch
    let inFlight: InFlightFile
    var faults = FaultPoints()
    /// Called with every decision after it became durable.
    var observe: @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }
    private let scratches = ScratchPool()

    init(
        store: ReplyStore,
        rules: CurrentRules,
        policy: DeliveryPolicy,
        outbox: WakeSignal,
        clock: any BotClock,
        logger: Logger,
        watch: DecisionWatch,
        inFlight: InFlightFile,
        faults: FaultPoints = FaultPoints(),
        observe: @escaping @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }
    ) {
        self.store = store
        self.rules = rules
        self.policy = policy
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        self.watch = watch
        self.inFlight = inFlight
        self.faults = faults
        self.observe = observe
    }

    /// Decides one event; nil when it was decided or quarantined before.
    ///
    /// - Throws: `StoreError`; `StoreError.contactChanged` asks for another try.
    @discardableResult
    func decide(_ accepted: AcceptedEvent) async throws -> Decision? {
        let accepted = accepted.following(clock.reading(), tolerance: policy.rules.clockTolerance)
        let contact = try await store.contact(appID: accepted.event.appID, userID: accepted.event.userID)
        let plan = try plan(accepted, contact)
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

    /// Decides one event, again while the store is out of order; what cannot be decided is quarantined.
    ///
    /// - Returns: false when the bot stops before.
    func decideDurably(_ accepted: AcceptedEvent) async -> Bool {
        repeat {
            do {
                try await decide(accepted)
                return true
            } catch StoreError.contactChanged {
                continue
            } catch is CancellationError {
                return false
            } catch {
                let metadata: Logger.Metadata = ["event": "\(accepted.id)", "error": "\(error)"]
                logger.error("an event could not be decided", metadata: metadata)
                guard let error = error as? StoreError, error.isPassing else {
                    return await quarantine(accepted.id, because: "undecidable")
                }
                try? await clock.sleep(for: .seconds(1))
            }
        } while !Task.isCancelled && !Task.isShuttingDownGracefully
        return false
    }

    /// Takes an event out of the work until an operator releases it; false when the bot stops before.
    func quarantine(_ event: EventID, because reason: String) async -> Bool {
        logger.critical(
            "an event is quarantined; see `replybot queue`",
            metadata: ["event": "\(event)", "reason": "\(reason)"]
        )
        let answer = await StoreRetry(clock: clock, logger: logger)
            .run("an event cannot be quarantined") { try await store.setAside(event, reason: reason) }
        return answer != nil
    }

    /// The pure part, marked as under way while it runs.
    private func plan(_ accepted: AcceptedEvent, _ contact: Contact?) throws -> ReplyPlan {
        let planner = ReplyPlanner(rules.current, policy: policy)
        return try scratches.withScratch(for: rules.current.rules) { scratch in
            try watch.during(accepted.id) {
                try inFlight.deciding(accepted.id) {
                    faults.decide(accepted.event)
                    return try planner.plan(accepted, contact: contact, using: &scratch)
                }
            }
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

/// Working memory of decisions, at most one for each thread that decides.
private final class ScratchPool: Sendable {
    private let free = Mutex<[DecisionScratch]>([])

    func withScratch<Value>(for rules: RuleSet, _ body: (inout DecisionScratch) throws -> Value) rethrows -> Value {
        var scratch = free.withLock { $0.popLast() } ?? rules.makeScratch()
        defer { free.withLock { $0.append(scratch) } }
        return try body(&scratch)
    }
}

/// Repeats a call to the store once a second while the store is out of order.
struct StoreRetry: Sendable {
    let clock: any BotClock
    let logger: Logger

    /// Runs `call` until it succeeds.
    ///
    /// - Parameters:
    ///   - failure: the log message of a failure.
    ///   - whatever: whether an error that does not pass is retried too.
    ///   - call: the call to the store.
    /// - Returns: nil at shutdown, and after an error that does not pass.
    func run<Value: Sendable>(
        _ failure: Logger.Message,
        whatever: Bool = false,
        _ call: () async throws -> Value
    ) async -> Value? {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do {
                return try await call()
            } catch {
                logger.error(failure, metadata: ["error": "\(error)"])
                guard whatever || (error as? StoreError)?.isPassing == true else { return nil }
                try? await clock.sleep(for: .seconds(1))
            }
        }
        return nil
    }
}
