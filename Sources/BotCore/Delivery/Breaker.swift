/// When to stop calling a platform that does not answer, and when to go on (RELIABILITY 3.5).
package struct BreakerPolicy: Sendable, Hashable {
    /// The window in which failures are counted.
    package var window: Duration
    /// The fewest calls in the window from which the share of failures counts.
    package var leastCalls: Int
    /// The share of them that must have failed.
    package var failureShare: Double
    /// The number of calls in a row without a connection that suffices by itself.
    package var unreachableInARow: Int
    /// The waits before the first, second … probe after a failed one; the last applies to all later ones.
    package var probeWaits: [Duration]
    /// Probes in a row that must succeed.
    package var successesToClose: Int

    /// A breaker: half of twenty calls in ten seconds, or five without a connection; probes after 1, 2, 4 … 30 s.
    package init(
        window: Duration = .seconds(10),
        leastCalls: Int = 20,
        failureShare: Double = 0.5,
        unreachableInARow: Int = 5,
        probeWaits: [Duration] = [1, 2, 4, 8, 16, 30].map { .seconds($0) },
        successesToClose: Int = 3
    ) {
        self.window = window
        self.leastCalls = leastCalls
        self.failureShare = failureShare
        self.unreachableInARow = unreachableInARow
        self.probeWaits = probeWaits
        self.successesToClose = successesToClose
    }

    /// The wait before the next probe after `count` failed ones.
    func wait(afterFailedProbes count: Int) -> Duration {
        probeWaits.isEmpty ? window : probeWaits[min(count, probeWaits.count - 1)]
    }
}

/// A circuit breaker: stops the calls while most of them fail, and lets single probes through until some succeed.
struct Breaker: Sendable, Hashable {
    /// The evidence of one call about the platform.
    enum Sign: Sendable, Hashable {
        case answers
        case fails
        case unreachable
    }

    private enum State: Sendable, Hashable {
        case closed
        case open(until: Duration, failedProbes: Int)
        case probing(successes: Int, failedProbes: Int)
    }

    private let policy: BreakerPolicy
    private var state = State.closed
    private var calls: SlidingCount
    private var failures: SlidingCount
    private var unreachableInARow = 0

    init(_ policy: BreakerPolicy) {
        self.policy = policy
        calls = SlidingCount(window: policy.window)
        failures = SlidingCount(window: policy.window)
    }

    /// The time until which no call is made; nil when a call is possible.
    func closed(at now: Duration) -> Duration? {
        guard case .open(let until, _) = state, now < until else { return nil }
        return until
    }

    /// Whether one call at a time is made, to probe the platform.
    var isProbing: Bool { state != .closed }

    /// Takes the evidence of a call; returns a notice for the operator.
    mutating func note(_ sign: Sign, isProbe: Bool, at now: Duration) -> DeliveryNotice? {
        switch state {
        case .closed: return noteCall(sign, at: now)
        // Calls begun before the breaker opened are no new evidence.
        case .open, .probing: return isProbe ? noteProbe(sign, at: now) : nil
        }
    }

    private mutating func noteCall(_ sign: Sign, at now: Duration) -> DeliveryNotice? {
        calls.add(at: now)
        if sign != .answers { failures.add(at: now) }
        unreachableInARow = sign == .unreachable ? unreachableInARow + 1 : 0
        guard mustOpen(at: now) else { return nil }
        state = .open(until: now + policy.wait(afterFailedProbes: 0), failedProbes: 0)
        return .breakerOpened
    }

    private mutating func mustOpen(at now: Duration) -> Bool {
        if unreachableInARow >= policy.unreachableInARow { return true }
        let total = calls.total(at: now)
        return total >= policy.leastCalls && Double(failures.total(at: now)) >= policy.failureShare * Double(total)
    }

    private mutating func noteProbe(_ sign: Sign, at now: Duration) -> DeliveryNotice? {
        let (successes, failedProbes) =
            switch state {
            case .closed: (0, 0)
            case .open(_, let failed): (0, failed)
            case .probing(let succeeded, let failed): (succeeded, failed)
            }
        guard sign == .answers else {
            let failed = failedProbes + 1
            state = .open(until: now + policy.wait(afterFailedProbes: failed), failedProbes: failed)
            return nil
        }
        guard successes + 1 >= policy.successesToClose else {
            state = .probing(successes: successes + 1, failedProbes: failedProbes)
            return nil
        }
        self = Breaker(policy)
        return .breakerClosed
    }
}
