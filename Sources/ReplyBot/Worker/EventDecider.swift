internal import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
internal import OperatorText
internal import ReplyStore
internal import RuleEngine
internal import Synchronization

/// Decides events with the current rules and makes the decisions durable.
struct EventDecider: Sendable {
    let store: ReplyStore
    let rules: CurrentRules
    let policy: DeliveryPolicy
    let outbox: OutboxSignal
    let clock: any BotClock
    let logger: Logger
    let watch: DecisionWatch
    let inFlight: InFlightFile
    let faults: FaultPoints
    /// Called with every decision after it became durable.
    let observe: @Sendable (AcceptedEvent, Decision) async -> Void
    private let scratches = ScratchPool()

    init(
        store: ReplyStore,
        rules: CurrentRules,
        policy: DeliveryPolicy,
        outbox: OutboxSignal,
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
    /// - Throws: `StoreError`; `StoreError.contactChanged` asks for another try, without `AcceptedEvent.contact`.
    @discardableResult
    func decide(_ received: AcceptedEvent) async throws -> Decision? {
        let event = received.following(clock.reading(), tolerance: policy.clockTolerance)
        let contact =
            if let contact = event.contact { contact } else {
                try await store.contact(appID: event.event.appID, userID: event.event.userID)
            }
        let plan = try plan(event, for: contact)
        var effects = plan.effects
        effects.decidedAt = clock.now()
        let isFirst = try await store.commit(effects)
        if isFirst { await report(plan, of: event) }
        // Also after an earlier decision: that try may have been stored although it failed.
        outbox.wake()
        return isFirst ? plan.decision : nil
    }

    /// Decides one event, and retries while the store fails; an event that cannot be decided is quarantined.
    ///
    /// - Returns: false when the bot stops first.
    func decideDurably(_ accepted: AcceptedEvent) async -> Bool {
        var accepted = accepted
        do {
            _ = try await retry.run("an event could not be decided", metadata: ["event": "\(accepted.id)"]) {
                // Another try reads the follower anew.
                defer { accepted.contact = nil }
                return try await decide(accepted)
            }
            return true
        } catch is CancellationError {
            return false
        } catch {
            return await quarantine(accepted.id, because: .undecidable)
        }
    }

    /// Quarantines an event until an operator releases it; false when the bot stops first.
    func quarantine(_ event: EventID, because reason: QuarantineReason) async -> Bool {
        logger.critical(
            "an event is quarantined; see `replybot queue`",
            metadata: ["event": "\(event)", "reason": "\(reason.rawValue)"]
        )
        let answer = try? await retry.run("an event cannot be quarantined") {
            try await store.quarantine(event, reason: reason)
        }
        return answer != nil
    }

    private var retry: StoreRetry { StoreRetry(clock: clock, logger: logger) }

    /// Runs the pure part, and marks it in the in-flight file meanwhile.
    private func plan(_ accepted: AcceptedEvent, for contact: Contact?) throws -> ReplyPlan {
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

    private func report(_ plan: ReplyPlan, of accepted: AcceptedEvent) async {
        await faults.reach(.decided)
        log(plan, of: accepted)
        await observe(accepted, plan.decision)
    }

    private func log(_ plan: ReplyPlan, of accepted: AcceptedEvent) {
        guard logger.logLevel <= .info || plan.decision.handoffNotice != nil else { return }
        var metadata: Logger.Metadata = [
            "event": "\(accepted.id)", "user": "\(MaskedUserID(accepted.event.userID))",
            "decision": "\(plan.effects.decision)", "messages": "\(plan.decision.messages.count)",
        ]
        logger.info("event decided", metadata: metadata)
        guard let notice = plan.decision.handoffNotice else { return }
        metadata["notify"] = "\(ForeignText.oneLine(notice))"
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
