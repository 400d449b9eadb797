internal import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
internal import OperatorText
internal import ReplyStore

/// Carries out the effects of the delivery machine on the store and the platform; each call ends in one signal.
struct DeliveryEffectHandler: Sendable {
    let store: ReplyStore
    let policy: DeliveryPolicy
    let clock: any BotClock
    let log: DeliveryLog
    /// Builds a client with the current keys.
    ///
    /// A call that has not started by `deadline` is dropped.
    let makeClient: @Sendable (_ deadline: Duration, _ mark: SendMark) -> OpenAPIClient
    /// Draws the tokens of claims.
    let random: @Sendable () -> UInt64
    let inFlight: InFlightFile
    var faults = FaultPoints()

    /// Puts back the replies that the last process was sending, and retries until the store does it; false at shutdown.
    func releaseLeases() async -> Bool {
        let begun = inFlight.evidence.sending
        let interrupted = begun.map { InterruptedTries.areDoubtfulIfBegun($0) } ?? policy.interrupted
        let retry = StoreRetry(clock: clock, logger: log.logger, pause: policy.storeRetry)
        let count = try? await retry.run("the leases of the last process cannot be released", whatever: true) {
            try await store.releaseLeases(now: clock.now(), interrupted: interrupted)
        }
        guard let count else { return false }
        log.released(count)
        inFlight.forgetSends()
        return true
    }

    /// Leases replies.
    func claim(_ request: ClaimRequest) async -> DeliverySignal {
        do {
            let claimed = try await store.claim(
                limit: request.limit,
                now: request.at.wall,
                leaseFor: request.lease / .seconds(1),
                token: LeaseToken(rawValue: random()),
                day: request.day,
                interrupted: policy.interrupted
            )
            if !claimed.replies.isEmpty { await faults.reach(.claimed) }
            return .claimed(claimed, at: request.at)
        } catch {
            log.storeFailed("the outbox cannot be read", because: error)
            return .event(.claimFailed)
        }
    }

    /// Reads the current facts about the follower.
    func facts(about reply: QueuedReply, as number: ReplyID) async -> DeliverySignal {
        do {
            let contact = try await store.contact(appID: reply.appID, userID: reply.userID)
            let facts = DeliveryFacts(
                lastInteraction: contact?.lastInteraction,
                handoffUntil: contact?.handoffUntil
            )
            return .event(.facts(number, facts))
        } catch {
            return .event(.facts(number, nil))
        }
    }

    /// Records that a request is about to be written.
    func markStarted(_ reply: QueuedReply, as number: ReplyID) async -> DeliverySignal {
        do {
            return .event(.started(number, isOurs: try await store.markStarted(reply)))
        } catch {
            return .event(.startFailed(number))
        }
    }

    /// Makes one attempt.
    func send(
        _ claim: ClaimedMessage,
        as number: ReplyID,
        namingEvent: Bool,
        until: Duration
    ) async -> DeliverySignal {
        guard let message = claim.message else { return .answered(number, .unreadable, traceID: nil) }
        do {
            let custom = message.customMessage(to: claim.reply.userID, namingEvent: namingEvent, at: clock.now())
            let attempt = BegunTry(reply: claim.reply.id, lease: claim.reply.leaseToken)
            try await makeClient(until, SendMark(attempt: attempt, inFlight: inFlight)).send(custom)
            await faults.reach(.sent)
            return .answered(number, .accepted, traceID: nil)
        } catch {
            log.failed(claim.reply, because: error)
            return .answered(number, DeliveryAnswer(error), traceID: error.traceID)
        }
    }

    /// Makes an outcome durable.
    func record(_ settlement: Settlement, of claim: ClaimedMessage, as number: ReplyID) async -> DeliverySignal {
        do {
            let isOurs = try await keep(settlement, of: claim)
            if !isOurs, try await !store.hasReply(claim.reply.id) {
                // No other claim has taken it: its follower was forgotten, and nothing is left to record.
                inFlight.endSending(claim.reply.id)
                log.forgotten(claim.reply)
                return .recorded(number, isOurs: true, token: claim.reply.leaseToken)
            }
            if isOurs { inFlight.endSending(claim.reply.id) }
            if settlement == .sent { await faults.reach(.recorded) }
            log.settled(claim.reply, as: settlement, isOurs: isOurs)
            return .recorded(number, isOurs: isOurs, token: claim.reply.leaseToken)
        } catch {
            log.storeFailed("a reply's outcome could not be recorded", because: error, about: claim.reply)
            return .event(.recordFailed(number))
        }
    }

    /// Moves the times of open replies with the wall clock.
    func followClock(_ step: ClockStep) async -> DeliverySignal {
        do {
            _ = try await store.followClock(step, now: clock.now())
            return .event(.duesShifted)
        } catch {
            log.storeFailed("the outbox cannot follow the clock", because: error)
            return .event(.shiftFailed)
        }
    }

    private func keep(_ settlement: Settlement, of claim: ClaimedMessage) async throws -> Bool {
        let (reply, now) = (claim.reply, clock.now())
        switch settlement {
        case .sent: return try await store.markSent(reply, at: now)
        case .putBack(let reason): return try await store.putBack(reply, reason: reason, at: now)
        case .retry(let wait, let reason, let cost):
            let due = now.addingTimeInterval(wait / .seconds(1))
            let code = ReplyReason(reason, of: claim)
            return try await store.retry(reply, at: due, reason: code, cost: cost, ended: now)
        case .dead(let reason, let mayHaveArrived):
            return try await store.markDead(
                reply,
                reason: ReplyReason(reason, of: claim),
                at: now,
                mayHaveArrived: mayHaveArrived,
                wasTried: !reason.precedesRequest
            )
        }
    }
}

extension ReplyReason {
    fileprivate init(_ reason: DeliveryReason, of claim: ClaimedMessage) {
        self.init(code: ForeignText.word(reason.code), traceID: claim.traceID)
    }
}

extension DeliveryAnswer {
    /// The message in the outbox cannot be read, so nothing was written.
    static let unreadable = DeliveryAnswer.failed(
        DeliveryFailure(.refused, code: ReasonCode.unreadable.rawValue, isSigned: false)
    )

    /// The meaning of a failed call for delivery (PROTOCOL 2.7).
    init(_ error: OpenAPIError) {
        guard error != TimedTransport.tooLate else {
            self = .notBegun
            return
        }
        let refusal: OpenAPIRefusal? = if case .refused(let refusal) = error { refusal } else { nil }
        self = .failed(
            DeliveryFailure(
                DeliveryFailure.Kind(error.failureClass),
                code: error.code,
                isSigned: refusal?.isAuthenticated ?? false,
                retryAfter: refusal?.retryAfter.map { .seconds($0) },
                tries: error.attempts
            )
        )
    }
}

extension DeliveryFailure.Kind {
    fileprivate init(_ failureClass: FailureClass) {
        self =
            switch failureClass {
            case .retry: .retry
            case .throttled: .throttled
            case .eventExpired: .eventExpired
            case .refused: .refused
            case .blocked: .blocked
            case .unreachable: .unreachable
            case .ambiguous: .ambiguous
            case .unproven: .unproven
            }
    }
}
