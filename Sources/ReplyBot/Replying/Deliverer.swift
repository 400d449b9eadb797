internal import AlipayClient
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle
internal import Synchronization

/// The second part of the background half: takes replies from the outbox and sends them (DESIGN 1).
final class Deliverer: Service {
    private struct Slots {
        let all: Int
        var free: Int
        var pausedUntil = Date.distantPast
        /// When the next reply is due, as of the last claim.
        var nextDue: Date?
        /// Whether one reply at a time is tried, until one is accepted again.
        var isProbing = false

        /// How many replies may be taken now.
        func claimable(at now: Date) -> Int {
            if now < pausedUntil { return 0 }
            guard isProbing else { return free }
            return free == all ? 1 : 0
        }
    }

    private let store: ReplyStore
    /// Has the keys that are in use at the time; taken anew for each attempt.
    private let makeClient: @Sendable () -> OpenAPIClient
    private let settings: DeliveryPolicy
    private let rules: RuleRing
    private let clock: any BotClock
    private let outbox: WakeSignal
    private let logger: Logger
    private let random: @Sendable () -> UInt64
    private let slots: Mutex<Slots>

    init(
        store: ReplyStore,
        makeClient: @escaping @Sendable () -> OpenAPIClient,
        policy: DeliveryPolicy,
        rules: RuleRing,
        clock: any BotClock,
        outbox: WakeSignal,
        logger: Logger,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.store = store
        self.makeClient = makeClient
        settings = policy
        self.rules = rules
        self.clock = clock
        self.outbox = outbox
        self.logger = logger
        self.random = random
        slots = Mutex(Slots(all: policy.concurrency, free: policy.concurrency))
    }

    /// Sends until shutdown; messages under way are finished, the rest is left in the outbox.
    func run() async throws {
        let interrupted = try await store.releaseLeases(now: clock.now())
        if interrupted > 0 {
            logger.notice("replies were interrupted by the last stop", metadata: ["count": "\(interrupted)"])
        }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !Task.isShuttingDownGracefully {
                    for reply in await claim() {
                        group.addTask { await self.deliver(reply) }
                    }
                    guard await waitForWork() else { return }
                }
            }
        } onGracefulShutdown: {
            self.outbox.close()
        }
    }

    /// The settings, with the account's own daily limit where it is below the platform's.
    private var policy: DeliveryPolicy { settings.limited(by: rules.current.rules.limits) }

    private func claim() async -> [QueuedReply] {
        let now = clock.now()
        let limit = slots.withLock { $0.claimable(at: now) }
        guard limit > 0 else { return [] }
        do {
            let claimed = try await store.claim(
                limit: limit,
                now: now,
                leaseFor: policy.lease,
                token: LeaseToken(rawValue: random()),
                day: QuotaDay.text(now, in: rules.current.rules.account.timeZone)
            )
            slots.withLock {
                $0.free -= claimed.replies.count
                $0.nextDue = claimed.nextDue
            }
            return claimed.replies
        } catch {
            logger.error("the outbox cannot be read", metadata: ["error": "\(error)"])
            slots.withLock { $0.pausedUntil = max($0.pausedUntil, now.addingTimeInterval(policy.storeRetry)) }
            return []
        }
    }

    /// Waits for a new reply, a free slot, or the next due time, whichever is first; false at shutdown.
    private func waitForWork() async -> Bool {
        let (free, pausedUntil) = slots.withLock { ($0.free, $0.pausedUntil) }
        let now = clock.now()
        guard pausedUntil <= now else { return await waitForWork(until: pausedUntil) }
        guard free > 0 else { return await outbox.wait() }
        guard let due = slots.withLock({ $0.nextDue }) else { return await outbox.wait() }
        guard due <= now else { return await waitForWork(until: due) }
        // What is due but was not claimed waits for an earlier reply to the same follower, whose end wakes us.
        return free < policy.concurrency ? await outbox.wait() : true
    }

    private func waitForWork(until deadline: Date) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.outbox.wait() }
            group.addTask {
                try? await self.clock.sleep(until: deadline)
                return true
            }
            let isWoken = await group.next() ?? false
            group.cancelAll()
            return isWoken
        }
    }

    private func deliver(_ reply: QueuedReply) async {
        await recordAtLast(await attempt(reply), of: reply)
        slots.withLock { $0.free += 1 }
        outbox.wake()
    }

    /// Keeps what came of a reply, again and again until its lease ends; it is then taken as interrupted.
    private func recordAtLast(_ step: DeliveryStep, of reply: QueuedReply) async {
        var tries = 0
        repeat {
            tries += 1
            do {
                return try await record(step, of: reply)
            } catch {
                let metadata: Logger.Metadata = ["reply": "\(reply.id)", "error": "\(error)"]
                logger.error("a reply's outcome was not kept", metadata: metadata)
                try? await clock.sleep(until: clock.now().addingTimeInterval(policy.storeRetry))
            }
        } while clock.now() < reply.leaseUntil && (tries < 3 || !Task.isShuttingDownGracefully)
    }

    private func attempt(_ reply: QueuedReply) async -> DeliveryStep {
        guard let message = try? QueuedMessage(decoding: reply.message) else {
            return .bury(reason: "unreadable", after: .notMade)
        }
        let contact: Contact?
        do {
            contact = try await store.contact(appID: reply.appID, userID: reply.userID)
        } catch {
            return .retry(at: clock.now().addingTimeInterval(policy.storeRetry), code: "store", after: .notMade)
        }
        let step = policy.step(before: reply, message: message, contact: contact, at: clock.now())
        guard step == .send else { return step }
        do {
            try await send(message.customMessage(to: reply.userID, at: clock.now()))
            return .sent
        } catch {
            log(error, reply)
            return policy.step(after: error, reply: reply, at: clock.now(), jitter: Double(random() >> 11) * 0x1p-53)
        }
    }

    /// Sends a message, and once more as an ordinary one if the platform finds it too late for its event: that was
    /// certainly not delivered (PROTOCOL 2.7).
    private func send(_ message: CustomMessage) async throws(OpenAPIError) {
        let client = makeClient()
        do {
            try await client.send(message)
        } catch {
            guard message.eventType != nil, error.code == "MSG_SD_OVER_TIME" else { throw error }
            try await client.send(message.withoutEventType)
        }
    }

    private func record(_ step: DeliveryStep, of reply: QueuedReply) async throws {
        let now = clock.now()
        let isOurs: Bool
        switch step {
        case .send, .sent:
            slots.withLock { $0.isProbing = false }
            isOurs = try await store.markSent(reply, at: now)
        case .retry(let due, let code, let outcome):
            isOurs = try await store.retry(reply, at: due, reason: ReplyReason(code: code), after: outcome)
        case .pause(let until, let code):
            slots.withLock {
                $0.pausedUntil = max($0.pausedUntil, until)
                $0.isProbing = true
            }
            // A probe spends none of the reply's attempts: what is wrong is not the reply.
            isOurs = try await store.retry(reply, at: until, reason: ReplyReason(code: code), after: .notMade)
        case .bury(let reason, let outcome):
            isOurs = try await store.bury(reply, reason: ReplyReason(code: reason), at: now, after: outcome)
        }
        log(step, reply, isOurs: isOurs)
    }

    private func log(_ step: DeliveryStep, _ reply: QueuedReply, isOurs: Bool) {
        var metadata: Logger.Metadata = [
            "reply": "\(reply.id)", "event": "\(reply.eventID)", "user": "\(MaskedUserID(reply.userID))",
            "attempt": "\(reply.attempts)",
        ]
        if !isOurs { metadata["late"] = "true" }
        switch step {
        case .send, .sent: logger.info("reply sent", metadata: metadata)
        case .retry(_, let code, _):
            metadata["code"] = "\(LogToken(code))"
            logger.warning("reply will be tried again", metadata: metadata)
        case .pause(_, let code):
            metadata["code"] = "\(LogToken(code))"
            logger.critical(
                "sending is stopped until a setting or key is put right; trying once a minute",
                metadata: metadata
            )
        case .bury(let reason, _):
            metadata["reason"] = "\(LogToken(reason))"
            logger.error("reply given up", metadata: metadata)
        }
    }

    private func log(_ error: OpenAPIError, _ reply: QueuedReply) {
        let remedy = say(error.remedy.chinese, error.remedy.english)
        var metadata: Logger.Metadata = [
            "reply": "\(reply.id)", "code": "\(LogToken(error.code))", "remedy": "\(remedy)",
        ]
        if case .refused(let refusal) = error, let trace = refusal.traceID { metadata["trace"] = "\(LogToken(trace))" }
        logger.info("an attempt to send failed", metadata: metadata)
    }
}
