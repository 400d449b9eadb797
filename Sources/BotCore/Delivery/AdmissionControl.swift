/// All that may keep every message back: the pause, the breaker and the rate.
struct Gates: Sendable, Hashable {
    var pause: Pause
    var breaker: Breaker
    var rate: AdaptiveRate

    init(_ rules: DeliveryRules) {
        pause = Pause(probeInterval: rules.probeInterval)
        breaker = Breaker(rules.breaker)
        rate = AdaptiveRate(rules.rate)
    }

    /// Whether one message at a time is sent, to see whether it passes.
    var isProbing: Bool { pause.isOn || breaker.isProbing }

    /// Until when nothing is sent at all; nil when something may be.
    func closed(at now: Duration) -> Duration? {
        [pause.closed(at: now), breaker.closed(at: now), rate.closed(at: now)].compactMap(\.self).max()
    }

    /// Whether the second half of an attempt may follow the first.
    func admits(secondHalfOf attempt: Attempt, at now: Duration) -> Bool {
        pause.closed(at: now) == nil && breaker.closed(at: now) == nil && (!isProbing || attempt.isProbe)
    }

    /// How many messages may be begun beside those that are under way.
    mutating func room(underWay: Int, of concurrency: Int, at now: Duration) -> Room {
        if let until = closed(at: now) { return .opens(at: until) }
        // One of them becomes the probe; what must be given up, perhaps hundreds that expired, does not hold it up.
        let slots = isProbing && underWay > 0 ? 0 : concurrency - underWay
        guard slots > 0 else { return .full }
        let tokens = rate.available(at: now)
        return tokens > 0 ? .open(min(slots, tokens)) : .opens(at: rate.nextToken(after: now))
    }

    /// Takes what an answer says about the platform and us; returns what the operator should hear.
    mutating func hear(
        _ answer: DeliveryAnswer,
        to attempt: Attempt,
        at now: Duration
    )
        -> [DeliveryNotice]
    {
        var notices: [DeliveryNotice] = []
        if let sign = answer.sign, let notice = breaker.note(sign, isProbe: attempt.isProbe, at: now) {
            notices.append(notice)
        }
        if case .refused(let refusal) = answer { notices += hear(refusal, to: attempt, at: now) }
        if answer.provesKeys {
            if pause.prove(by: attempt.keys) { notices.append(.resumed) }
        } else if attempt.isProbe, answer != .notBegun {
            pause.wait(from: now)
        }
        return notices
    }

    private mutating func hear(_ refusal: DeliveryRefusal, to attempt: Attempt, at now: Duration) -> [DeliveryNotice] {
        switch refusal.demand {
        case .stopEverything:
            return pause.begin(after: attempt.keys, at: now) ? [.paused(code: refusal.code)] : []
        case .slowDown:
            let isNew = rate.complain(sent: attempt.began, retryAfter: refusal.retryAfter, at: now)
            return isNew ? [.slowedDown(rate: rate.perSecond(at: now))] : []
        case .retry, .giveUp, .forgetEvent: return []
        }
    }
}
