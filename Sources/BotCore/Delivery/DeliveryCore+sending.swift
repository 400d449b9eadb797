internal import Foundation

/// The checks before each request.
extension DeliveryCore {
    /// Sends a reply, puts it back or gives it up, by the latest facts about the follower.
    mutating func check(_ id: ReplyID, facts: DeliveryFacts?, at now: ClockReading) -> [DeliveryEffect] {
        guard let reply = replies[id], reply.stage == .checking else { return [] }
        guard let facts else { return putBack(id, after: policy.storeRetry, because: .store) }
        // The facts have not followed the clock yet, or were read before they did.
        if !clocks.unfollowed.isEmpty || clocks.wasSet(since: reply.claimed) { return putBack(id, because: .clock) }
        if let reason = reasonToGiveUp(reply, facts: facts, at: now) {
            admission.rate.giveBack()
            return settle(id, as: .dead(reason: .own(reason), mayHaveArrived: reply.mayHaveArrived))
        }
        if let reason = reasonToWait(reply, at: now.monotonic) { return putBack(id, because: reason) }
        if reply.claim.isRepeat, !admission.isProbing, !budget.admitsRepeat(at: now.monotonic) {
            return putBack(id, after: policy.schedule.cap, because: .retryBudget)
        }
        guard policy.onAmbiguous == .drop else { return send(id, at: now.monotonic) }
        replies[id]?.stage = .starting
        return [.markStarted(id)]
    }

    /// Sends a reply once the store has recorded that its request may be under way.
    mutating func begin(_ id: ReplyID, isOurs: Bool, at now: Duration) -> [DeliveryEffect] {
        guard let reply = replies[id], reply.stage == .starting else { return [] }
        if let successor = replies.takeSuccessor(id) {
            replies[id]?.adopt(successor)
            return [.markStarted(id)]
        }
        guard isOurs else { return lose(id) }
        if now >= reply.expires {
            admission.rate.giveBack()
            return settle(id, as: .dead(reason: .own(.expired), mayHaveArrived: reply.mayHaveArrived))
        }
        if let reason = reasonToWait(reply, at: now) { return putBack(id, because: reason) }
        return send(id, at: now)
    }

    /// The start could not be recorded, so no request is written.
    mutating func startFailed(_ id: ReplyID) -> [DeliveryEffect] {
        guard replies[id]?.stage == .starting else { return [] }
        if let successor = replies.takeSuccessor(id) { replies[id]?.adopt(successor) }
        return putBack(id, after: policy.storeRetry, because: .store)
    }

    /// Puts a reply back that was not begun.
    mutating func putBack(
        _ id: ReplyID,
        after wait: Duration? = nil,
        because reason: ReasonCode
    ) -> [DeliveryEffect] {
        admission.rate.giveBack()
        guard let wait else { return settle(id, as: .putBack(reason)) }
        return settle(id, as: .retry(after: wait, reason: .own(reason), cost: .none))
    }

    private mutating func send(_ id: ReplyID, namingEvent: Bool? = nil, at now: Duration) -> [DeliveryEffect] {
        guard let claim = replies[id]?.claim else { return [] }
        let namesEvent = namingEvent ?? claim.namesEvent
        budget.note(isRepeat: claim.isRepeat, at: now)
        let attempt = Attempt(
            began: now,
            namesEvent: namesEvent,
            isProbe: admission.isProbing,
            keys: admission.pause.epoch
        )
        replies[id]?.stage = .sending(attempt)
        return [.send(id, namingEvent: namesEvent, until: now + policy.requestTime)]
    }

    private func reasonToGiveUp(_ reply: InFlightReply, facts: DeliveryFacts, at now: ClockReading) -> ReasonCode? {
        let claim = reply.claim
        if now.monotonic >= reply.expires { return .expired }
        if !policy.onAmbiguous.admits(claim) { return .ambiguous }
        if !policy.quota.admits(claim.priority, count: claim.sendsToday) { return .dailyQuota }
        guard let last = facts.lastInteraction, now.wall <= last.addingTimeInterval(policy.window / .seconds(1)) else {
            return .outsideWindow
        }
        if !claim.ignoresHandoff, let until = facts.handoffUntil, until > now.wall { return .handoff }
        return nil
    }

    private func reasonToWait(_ reply: InFlightReply, at now: Duration) -> ReasonCode? {
        if isClosing { return .closing }
        if !reply.lease.allows(policy.requestTime, at: now) { return .lease }
        // A gate may have closed since the claim.
        if admission.closed(at: now) != nil { return .heldBack }
        if admission.isProbing, !reply.isProbe || replies.areSent(besides: reply.claim.id) { return .heldBack }
        return nil
    }
}

// MARK: - After a request

extension DeliveryCore {
    /// Takes an answer: first its evidence about the platform, then the reply's outcome.
    mutating func take(
        _ answer: DeliveryAnswer,
        of id: ReplyID,
        at now: Duration,
        random: inout SplitMix64
    ) -> [DeliveryEffect] {
        guard let reply = replies[id], case .sending(let attempt) = reply.stage else { return [] }
        let notices = admission.hear(answer, to: attempt, at: now).map(DeliveryEffect.announce)
        if let failure = answer.failure, failure.kind == .eventExpired, attempt.namesEvent, now < reply.expires,
            reply.lease.allows(policy.requestTime, at: now)
        {
            // The message certainly did not arrive, and the follower still waits (PROTOCOL 2.7).
            guard !isClosing, admission.admits(secondHalfOf: attempt, at: now) else {
                let reason = DeliveryReason.request(code: failure.code)
                return notices + settle(id, as: .retry(after: .zero, reason: reason, cost: .none))
            }
            admission.rate.take()
            return notices + send(id, namingEvent: false, at: now)
        }
        let outcome = settlement(of: reply, attempt: attempt, after: answer, at: now, random: &random)
        return notices + settle(id, as: outcome)
    }

    private func settlement(
        of reply: InFlightReply,
        attempt: Attempt,
        after answer: DeliveryAnswer,
        at now: Duration,
        random: inout SplitMix64
    ) -> Settlement {
        let failure: DeliveryFailure
        switch answer {
        case .accepted: return .sent
        case .notBegun: return .putBack(.notBegun)
        case .failed(let reported): failure = reported
        }
        let reason = DeliveryReason.request(code: failure.code)
        let wait =
            failure.kind == .unreachable
            ? policy.schedule.unreachableWait(random: &random)
            : max(backoff(reply, random: &random), failure.retryAfter ?? .zero)
        switch failure.kind {
        // The pause holds the reply back and releases it as soon as it ends; the next probe is another reply.
        case .blocked: return .retry(after: .zero, reason: reason, cost: .none)
        case .unreachable, .throttled: return retry(reply, after: wait, because: reason, cost: .none, at: now)
        case .retry where attempt.isProbe: return retry(reply, after: wait, because: reason, cost: .none, at: now)
        case .retry:
            guard reply.claim.tries < min(policy.schedule.tries, failure.tries ?? .max) else {
                return .dead(reason: reason, mayHaveArrived: reply.mayHaveArrived)
            }
            return retry(reply, after: wait, because: reason, cost: .aTry, at: now)
        case .refused, .eventExpired: return .dead(reason: reason, mayHaveArrived: reply.mayHaveArrived)
        case .ambiguous:
            guard reply.claim.ambiguousTries < policy.onAmbiguous.tolerated else {
                return .dead(reason: reason, mayHaveArrived: true)
            }
            return retry(reply, after: wait, because: reason, cost: .ambiguity, at: now)
        case .unproven: return .dead(reason: reason, mayHaveArrived: true)
        }
    }

    /// A retry, or the end of a reply that would expire before it.
    private func retry(
        _ reply: InFlightReply,
        after wait: Duration,
        because reason: DeliveryReason,
        cost: Settlement.Cost,
        at now: Duration
    ) -> Settlement {
        guard now + wait < reply.expires else {
            return .dead(reason: reason, mayHaveArrived: reply.mayHaveArrived || cost == .ambiguity)
        }
        return .retry(after: wait, reason: reason, cost: cost)
    }

    private func backoff(_ reply: InFlightReply, random: inout SplitMix64) -> Duration {
        policy.schedule.wait(afterTry: reply.claim.tries, random: &random)
    }
}
