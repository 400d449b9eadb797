/// The rate of all messages, and its response to the platform's rate codes (RELIABILITY 3.5).
package struct RatePolicy: Sendable, Hashable {
    /// Messages a second, over time.
    package var perSecond: Double
    /// Messages at once after a quiet time.
    package var burst: Int
    /// The factor applied to the rate when the platform asks for fewer messages.
    package var decrease: Double
    /// The part of the full rate that comes back each second.
    package var recovery: Double
    /// The part of the full rate that always remains.
    package var floor: Double
    /// The longest time for which the platform can stop all sending.
    package var longestHold: Duration

    /// A rate: halved at each complaint, five percent of the whole back each second.
    package init(
        perSecond: Double = 100,
        burst: Int = 100,
        decrease: Double = 0.5,
        recovery: Double = 0.05,
        floor: Double = 0.01,
        longestHold: Duration = .seconds(60)
    ) {
        self.perSecond = perSecond
        self.burst = burst
        self.decrease = decrease
        self.recovery = recovery
        self.floor = floor
        self.longestHold = longestHold
    }
}

/// A rate that drops after each complaint of the platform and recovers slowly.
struct AdaptiveRate: Sendable, Hashable {
    private let policy: RatePolicy
    private var bucket: TokenBucket
    /// The rate right after the last complaint.
    private var lowered: Double
    private var loweredAt: Duration?
    private var heldUntil: Duration?

    init(_ policy: RatePolicy) {
        self.policy = policy
        bucket = TokenBucket(burst: policy.burst)
        lowered = policy.perSecond
    }

    /// Messages a second at that time.
    func perSecond(at now: Duration) -> Double {
        guard let loweredAt else { return policy.perSecond }
        let seconds = max(.zero, now - loweredAt) / .seconds(1)
        return min(policy.perSecond, lowered + policy.recovery * policy.perSecond * seconds)
    }

    /// Takes a complaint about a message sent at `sent`; false when it was sent before the last complaint arrived.
    mutating func complain(sent: Duration, retryAfter: Duration?, at now: Duration) -> Bool {
        if let retryAfter {
            heldUntil = max(heldUntil ?? now, now + min(retryAfter, policy.longestHold))
        }
        if let loweredAt, sent < loweredAt { return false }
        lowered = max(perSecond(at: now) * policy.decrease, policy.perSecond * policy.floor)
        loweredAt = now
        bucket.drain()
        return true
    }

    /// The time until which nothing is sent; nil when sending is possible.
    func closed(at now: Duration) -> Duration? {
        heldUntil.flatMap { $0 > now ? $0 : nil }
    }

    /// The number of messages that may be begun now.
    mutating func available(at now: Duration) -> Int {
        bucket.fill(at: now, perSecond: perSecond(at: now))
        return bucket.available
    }

    /// When the next message may be begun.
    func nextToken(after now: Duration) -> Duration {
        bucket.nextToken(after: now, perSecond: perSecond(at: now))
    }

    /// Reserves one message.
    mutating func take() {
        bucket.take()
    }

    /// Returns the reservation of a message that was not begun.
    mutating func giveBack() {
        bucket.giveBack()
    }
}

/// A token bucket: a burst, then a steady rate.
struct TokenBucket: Sendable, Hashable {
    private let burst: Double
    private var tokens: Double
    private var filled: Duration?

    init(burst: Int) {
        self.burst = Double(burst)
        tokens = Double(burst)
    }

    /// Adds the tokens of the time since the last call.
    mutating func fill(at now: Duration, perSecond rate: Double) {
        if let filled, now > filled {
            tokens = min(burst, tokens + (now - filled) / .seconds(1) * rate)
        }
        filled = max(filled ?? now, now)
    }

    /// The whole tokens in the bucket.
    var available: Int { max(0, Int(tokens)) }

    /// Takes tokens, even beyond what is there: a message that cannot wait borrows from those that follow.
    mutating func take(_ count: Int = 1) {
        tokens -= Double(count)
    }

    /// Returns an unused token.
    mutating func giveBack() {
        tokens = min(burst, tokens + 1)
    }

    /// Drops the tokens saved for a burst.
    mutating func drain() {
        tokens = min(tokens, 0)
    }

    /// When the next token is there.
    func nextToken(after now: Duration, perSecond rate: Double) -> Duration {
        guard tokens < 1, rate > 0 else { return now }
        return now + .seconds((1 - tokens) / rate) + .milliseconds(1)
    }
}
