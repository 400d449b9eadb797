/// Stops the calls while most of them fail, and lets one probe at a time through until some succeed.
struct Breaker: Sendable, Hashable {
    /// What a call says about the platform.
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

    private let rules: BreakerRules
    private var state = State.closed
    private var calls: SlidingCount
    private var failures: SlidingCount
    private var unreachableInARow = 0

    init(_ rules: BreakerRules) {
        self.rules = rules
        calls = SlidingCount(window: rules.window)
        failures = SlidingCount(window: rules.window)
    }

    /// Until when no call is made at all; nil when one may be.
    func closed(at now: Duration) -> Duration? {
        guard case .open(let until, _) = state, now < until else { return nil }
        return until
    }

    /// Whether one call at a time is made, to see how the platform is.
    var isProbing: Bool { state != .closed }

    /// Takes what a call says; returns what the operator should hear.
    mutating func note(_ sign: Sign, isProbe: Bool, at now: Duration) -> DeliveryNotice? {
        switch state {
        case .closed: return noteCall(sign, at: now)
        // Calls that were made before it opened say nothing new.
        case .open, .probing: return isProbe ? noteProbe(sign, at: now) : nil
        }
    }

    private mutating func noteCall(_ sign: Sign, at now: Duration) -> DeliveryNotice? {
        calls.add(at: now)
        if sign != .answers { failures.add(at: now) }
        unreachableInARow = sign == .unreachable ? unreachableInARow + 1 : 0
        guard mustOpen(at: now) else { return nil }
        state = .open(until: now + rules.wait(afterFailedProbes: 0), failedProbes: 0)
        return .breakerOpened
    }

    private mutating func mustOpen(at now: Duration) -> Bool {
        if unreachableInARow >= rules.unreachableInARow { return true }
        let total = calls.total(at: now)
        return total >= rules.leastCalls && Double(failures.total(at: now)) >= rules.failureShare * Double(total)
    }

    private mutating func noteProbe(_ sign: Sign, at now: Duration) -> DeliveryNotice? {
        guard sign == .answers else {
            let failed = failedProbes + 1
            state = .open(until: now + rules.wait(afterFailedProbes: failed), failedProbes: failed)
            return nil
        }
        let succeeded = successes + 1
        guard succeeded >= rules.successesToClose else {
            state = .probing(successes: succeeded, failedProbes: failedProbes)
            return nil
        }
        self = Breaker(rules)
        return .breakerClosed
    }

    private var failedProbes: Int {
        switch state {
        case .closed: 0
        case .open(_, let count), .probing(_, let count): count
        }
    }

    private var successes: Int {
        if case .probing(let count, _) = state { count } else { 0 }
    }
}
