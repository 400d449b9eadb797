/// The gates that may hold every message back: the pause, the breaker and the rate.
struct AdmissionControl: Sendable, Hashable {
    var pause: Pause
    var breaker: Breaker
    var rate: AdaptiveRate

    init(_ policy: DeliveryPolicy) {
        pause = Pause(probeInterval: policy.probeInterval)
        breaker = Breaker(policy.breaker)
        rate = AdaptiveRate(policy.rate)
    }

    /// Whether one message at a time is sent, as a probe.
    var isProbing: Bool { pause.isOn || breaker.isProbing }

    /// The time until which nothing is sent; nil when sending is possible.
    func closed(at now: Duration) -> Duration? {
        [pause.closed(at: now), breaker.closed(at: now), rate.closed(at: now)].compactMap(\.self).max()
    }

    /// Whether the second half of an attempt may follow the first.
    func admits(secondHalfOf attempt: Attempt, at now: Duration) -> Bool {
        pause.closed(at: now) == nil && breaker.closed(at: now) == nil && (!isProbing || attempt.isProbe)
    }

    /// The messages that may be begun beside those in flight.
    mutating func capacity(inFlight: Int, of concurrency: Int, at now: Duration) -> Capacity {
        if let until = closed(at: now) { return .opens(at: until) }
        // One of the claimed replies becomes the probe; replies to be given up, perhaps hundreds that expired, do not
        // hold it up.
        let slots = isProbing && inFlight > 0 ? 0 : concurrency - inFlight
        guard slots > 0 else { return .full }
        let tokens = rate.available(at: now)
        return tokens > 0 ? .open(min(slots, tokens)) : .opens(at: rate.nextToken(after: now))
    }

    /// Takes the evidence of an answer about the platform and our keys; returns notices for the operator.
    mutating func hear(_ answer: DeliveryAnswer, to attempt: Attempt, at now: Duration) -> [DeliveryNotice] {
        var notices: [DeliveryNotice] = []
        if let sign = answer.sign, let notice = breaker.note(sign, isProbe: attempt.isProbe, at: now) {
            notices.append(notice)
        }
        if let failure = answer.failure {
            switch failure.kind {
            case .blocked:
                if pause.begin(after: attempt.keys, at: now) { notices.append(.paused(code: failure.code)) }
            case .throttled:
                if rate.complain(sent: attempt.began, retryAfter: failure.retryAfter, at: now) {
                    notices.append(.slowedDown(rate: rate.perSecond(at: now)))
                }
            case .retry, .eventExpired, .refused, .unreachable, .ambiguous, .unproven: break
            }
        }
        if answer.provesKeys {
            if pause.end(provenBy: attempt.keys) { notices.append(.resumed) }
        } else if attempt.isProbe, answer != .notBegun {
            pause.wait(from: now)
        }
        return notices
    }
}

/// The messages that may be begun.
enum Capacity: Sendable, Hashable {
    /// This many, at once.
    case open(Int)
    /// None before this time.
    case opens(at: Duration)
    /// None before a message in flight ends.
    case full
}

/// Stops all sending while no message can succeed, except for a probe now and then.
struct Pause: Sendable, Hashable {
    /// A counter of stops and key changes, which tells a late answer from an answer to the current keys.
    struct Epoch: Sendable, Hashable, Comparable {
        private var number = 0

        mutating func advance() {
            number += 1
        }

        static func < (left: Epoch, right: Epoch) -> Bool { left.number < right.number }
    }

    private let interval: Duration
    /// The epoch of a request that is begun now.
    private(set) var epoch = Epoch()
    private var keysChanged = Epoch()
    /// When the next probe is due; nil while sending goes on.
    private var nextProbe: Duration?

    init(probeInterval: Duration) {
        interval = probeInterval
    }

    /// Whether sending is stopped.
    var isOn: Bool { nextProbe != nil }

    /// The time until which nothing is sent; nil when sending is possible.
    func closed(at now: Duration) -> Duration? {
        nextProbe.flatMap { $0 > now ? $0 : nil }
    }

    /// Stops sending, or extends the stop, unless the refused request had older keys; true when sending was not stopped.
    mutating func begin(after sent: Epoch, at now: Duration) -> Bool {
        guard sent >= keysChanged else { return false }
        defer { nextProbe = now + interval }
        if isOn { return false }
        epoch.advance()
        return true
    }

    /// Waits for the next probe after an inconclusive one.
    mutating func wait(from now: Duration) {
        if isOn { nextProbe = now + interval }
    }

    /// Ends the stop after a request passed that was begun since; true when sending was stopped.
    mutating func end(provenBy sent: Epoch) -> Bool {
        sent == epoch && end()
    }

    /// Ends the stop with other keys; true when sending was stopped.
    mutating func changeKeys() -> Bool {
        epoch.advance()
        keysChanged = epoch
        return end()
    }

    private mutating func end() -> Bool {
        defer { nextProbe = nil }
        return isOn
    }
}
