/// The rate at which messages are sent: less after each complaint of the platform, slowly more again after it.
struct AdaptiveRate: Sendable, Hashable {
    private let rules: RateRules
    private var bucket: TokenBucket
    /// The rate right after the last complaint.
    private var lowered: Double
    private var loweredAt: Duration?
    private var heldUntil: Duration?

    init(_ rules: RateRules) {
        self.rules = rules
        bucket = TokenBucket(burst: rules.burst)
        lowered = rules.perSecond
    }

    /// Messages a second at that time.
    func perSecond(at now: Duration) -> Double {
        guard let loweredAt else { return rules.perSecond }
        let seconds = max(.zero, now - loweredAt) / .seconds(1)
        return min(rules.perSecond, lowered + rules.recovery * rules.perSecond * seconds)
    }

    /// Takes a complaint about a message that was sent at `sent`; false when it was made before the last one was heard.
    mutating func complain(sent: Duration, retryAfter: Duration?, at now: Duration) -> Bool {
        if let retryAfter {
            heldUntil = max(heldUntil ?? now, now + min(retryAfter, rules.longestHold))
        }
        if let loweredAt, sent < loweredAt { return false }
        lowered = max(perSecond(at: now) * rules.decrease, rules.perSecond * rules.floor)
        loweredAt = now
        bucket.drain()
        return true
    }

    /// Until when nothing is sent at all; nil when something may be.
    func closed(at now: Duration) -> Duration? {
        heldUntil.flatMap { $0 > now ? $0 : nil }
    }

    /// How many messages may be begun now.
    mutating func available(at now: Duration) -> Int {
        bucket.fill(at: now, perSecond: perSecond(at: now))
        return bucket.available
    }

    /// When the next message may be begun.
    func nextToken(after now: Duration) -> Duration {
        bucket.nextToken(after: now, perSecond: perSecond(at: now))
    }

    /// Sets aside one message's worth.
    mutating func take() {
        bucket.take()
    }

    /// Gives back what was set aside for a message that was not begun.
    mutating func giveBack() {
        bucket.giveBack()
    }
}
