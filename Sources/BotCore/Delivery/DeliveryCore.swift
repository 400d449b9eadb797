/// Decides as a state machine when replies are claimed, sent, repeated and given up (DESIGN 5).
///
/// It has no clock, store, network or randomness of its own: the shell reports events with the time and carries out the
/// effects. Nothing of the state is durable. After a crash a new core starts from the store's data.
///
/// It keeps these promises, whatever happens in which order (RELIABILITY 5.2, invariant I):
/// - a reply is sent only while its lease certainly lasts and its lifetime has not ended, and only after the follower's
///   hand-off, window and quota were checked again;
/// - a message that may have arrived is repeated once at most, and once more for each death of the process that
///   interrupted it; under `drop` never;
/// - the policy's limits on concurrency and rate are never exceeded.
package struct DeliveryCore: Sendable {
    /// The limits and waits in force.
    package private(set) var policy: DeliveryPolicy

    var replies = InFlightTable()
    var admission: AdmissionControl
    var budget: RetryBudget
    var clocks: ClockWatch
    var isClosing = false
    private var scheduler = ClaimScheduler()
    private var isShifting = false
    /// When a failed shift of the stored times is tried again.
    private var nextShift: Duration?
    private var armed: Duration?

    /// A core without replies; send it `woken` once the leases of the last process are released.
    package init(policy: DeliveryPolicy) {
        self.policy = policy
        admission = AdmissionControl(policy)
        budget = RetryBudget(policy.retryBudget)
        clocks = ClockWatch(tolerance: policy.clockTolerance)
    }

    /// Whether the process may end: the core is closing and nothing is in flight.
    package var isClosed: Bool {
        isClosing && replies.count == 0 && scheduler.asked == nil && clocks.unfollowed.isEmpty
    }

    /// Replaces the quota: an account's own limits change while the process runs.
    package mutating func use(_ quota: DailyQuota) {
        policy.quota = quota
    }

    /// Takes an event and returns the effects that follow from it, in order.
    package mutating func step(
        _ event: DeliveryEvent,
        at now: ClockReading,
        random: inout SplitMix64
    ) -> [DeliveryEffect] {
        var effects: [DeliveryEffect] = []
        if let step = clocks.look(now) { effects.append(.announce(.clockStepped(step))) }
        effects += take(event, at: now, random: &random)
        effects += followClock(at: now.monotonic)
        effects += replies.takeDueRecords(at: now.monotonic).map { .record($0.id, $0.settlement) }
        effects += claim(at: now.monotonic)
        effects += arm(at: now.monotonic)
        return effects
    }

    private mutating func take(
        _ event: DeliveryEvent,
        at now: ClockReading,
        random: inout SplitMix64
    ) -> [DeliveryEffect] {
        switch event {
        case .woken: scheduler.wake()
        case .alarm: armed = nil
        case .claimed(let replies, let nextDue, let then):
            return accept(replies, nextDue: nextDue.map(then.monotonic(at:)), claimed: then, at: now.monotonic)
        case .claimFailed:
            scheduler.fail(retryAt: now.monotonic + policy.storeRetry)
            return settleDisowned(claimed: [])
        case .facts(let id, let facts): return check(id, facts: facts, at: now)
        case .started(let id, let isOurs): return begin(id, isOurs: isOurs, at: now.monotonic)
        case .startFailed(let id): return startFailed(id)
        case .answered(let id, let answer): return take(answer, of: id, at: now.monotonic, random: &random)
        case .recorded(let id, let isOurs): return finishRecording(id, isOurs: isOurs)
        case .recordFailed(let id): recordFailed(id, at: now.monotonic)
        case .duesShifted:
            clocks.followed()
            isShifting = false
            scheduler.wake()
        case .shiftFailed:
            isShifting = false
            nextShift = now.monotonic + policy.storeRetry
        case .keysChanged: return admission.pause.changeKeys() ? [.announce(.resumed)] : []
        case .closing: isClosing = true
        }
        return []
    }

    /// Sets the alarm for the earliest time at which work is due without an event.
    private mutating func arm(at now: Duration) -> [DeliveryEffect] {
        let shift = scheduler.asked == nil ? nextShift : nil
        let next = [nextClaim(at: now), replies.nextRecord, shift].compactMap(\.self).min()
        guard let next, next != armed else { return [] }
        armed = next
        return [.wake(at: next)]
    }

    /// Lets the stored times follow the oldest step of the wall clock that they have not followed (RELIABILITY 3.7).
    ///
    /// A claim in flight comes first: it compares the stored times with the clock as it was.
    private mutating func followClock(at now: Duration) -> [DeliveryEffect] {
        guard !isShifting, scheduler.asked == nil, now >= nextShift ?? now, let step = clocks.unfollowed.first else {
            return []
        }
        isShifting = true
        nextShift = nil
        return [.shiftDues(step)]
    }
}

// MARK: - Claiming

extension DeliveryCore {
    private var mayClaim: Bool {
        // Stored times that have not followed the clock would make fresh replies expire.
        !isClosing && scheduler.asked == nil && clocks.unfollowed.isEmpty
    }

    private mutating func capacity(at now: Duration) -> Capacity {
        admission.capacity(inFlight: replies.count, of: policy.concurrency, at: now)
    }

    /// Claims only as many replies as can be sent at once, so that no claimed reply waits (RELIABILITY 3.4).
    private mutating func claim(at now: Duration) -> [DeliveryEffect] {
        guard mayClaim, let next = scheduler.next, next <= now, case .open(let limit) = capacity(at: now) else {
            return []
        }
        scheduler.ask(limit, isForProbe: admission.isProbing)
        return [.claim(limit: limit, lease: policy.lease)]
    }

    /// When the next claim is possible; nil if only an event can make it possible.
    private mutating func nextClaim(at now: Duration) -> Duration? {
        guard mayClaim, let next = scheduler.next else { return nil }
        switch capacity(at: now) {
        case .open: return max(next, now)
        case .opens(let time): return max(next, time)
        case .full: return nil
        }
    }

    private mutating func accept(
        _ claims: [ClaimedReply],
        nextDue: Duration?,
        claimed: ClockReading,
        at now: Duration
    ) -> [DeliveryEffect] {
        scheduler.receive(claims.count, nextDue: nextDue, notBefore: claimed.monotonic + policy.leastLook)
        // Whether these times were read before or after they followed the step is unknown.
        let isClockSet = clocks.wasSet(since: claimed)
        let effects = claims.flatMap { claim -> [DeliveryEffect] in
            let reply = InFlightReply(claim, claimed: claimed, lease: policy.lease, isProbe: scheduler.isForProbe)
            if replies[claim.id] != nil {
                replies.succeed(claim.id, with: reply)
                return []
            }
            let begun = take(reply)
            return isClockSet ? putBack(claim.id, because: .clock) : begun
        }
        return effects + settleDisowned(claimed: claims.map(\.id))
    }

    /// Starts on a claimed reply.
    private mutating func take(_ reply: InFlightReply) -> [DeliveryEffect] {
        admission.rate.take()
        replies[reply.claim.id] = reply
        return isClosing ? putBack(reply.claim.id, because: .closing) : [.readFacts(reply.claim.id)]
    }
}

// MARK: - Recording outcomes

extension DeliveryCore {
    /// Records an outcome; the reply keeps its slot until the store has it.
    mutating func settle(_ id: ReplyID, as settlement: Settlement) -> [DeliveryEffect] {
        replies[id]?.stage = .recording(settlement, retryAt: nil)
        return [.record(id, settlement)]
    }

    /// The outcome is recorded, or refused because another claim has taken the reply.
    private mutating func finishRecording(_ id: ReplyID, isOurs: Bool) -> [DeliveryEffect] {
        guard case .recording(let settlement, _) = replies[id]?.stage else { return [] }
        guard let successor = replies.takeSuccessor(id) else {
            if isOurs { return finish(id) }
            replies[id]?.stage = .disowned(settlement)
            return scheduler.asked == nil ? settleDisowned(claimed: []) : []
        }
        // The other claim is ours too: of the reply put back, or of the reply whose outcome was refused.
        if isOurs { return finish(id) + take(successor) }
        replies[id]?.adopt(successor)
        return settle(id, as: settlement)
    }

    /// Schedules another try to record the outcome, without a limit on the number of tries.
    ///
    /// The store refuses it once another claim has taken the reply; until then a late outcome is better than none.
    private mutating func recordFailed(_ id: ReplyID, at now: Duration) {
        guard case .recording(let settlement, _) = replies[id]?.stage else { return }
        if let successor = replies.takeSuccessor(id) { replies[id]?.adopt(successor) }
        replies[id]?.stage = .recording(settlement, retryAt: now + policy.storeRetry)
    }

    /// Settles the outcomes that the store refused, once no claim is in flight or its replies are known: an outcome of a
    /// reply that we claimed again is recorded under the new claim, the others belong to another process.
    private mutating func settleDisowned(claimed: [ReplyID]) -> [DeliveryEffect] {
        replies.disowned.flatMap { id, settlement in
            claimed.contains(id) ? settle(id, as: settlement) : lose(id)
        }
    }

    /// Drops a reply that another process has claimed.
    mutating func lose(_ id: ReplyID) -> [DeliveryEffect] {
        finish(id) + [.announce(.outcomeTooLate(id))]
    }

    private mutating func finish(_ id: ReplyID) -> [DeliveryEffect] {
        replies[id] = nil
        scheduler.wake()
        return []
    }
}
