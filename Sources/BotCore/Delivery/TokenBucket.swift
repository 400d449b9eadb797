/// Lets a burst pass, and after it so many a second.
struct TokenBucket: Sendable, Hashable {
    private let burst: Double
    private var tokens: Double
    private var filled: Duration?

    init(burst: Int) {
        self.burst = Double(burst)
        tokens = Double(burst)
    }

    /// Lets the time since the last call count.
    mutating func fill(at now: Duration, perSecond rate: Double) {
        if let filled, now > filled {
            tokens = min(burst, tokens + (now - filled) / .seconds(1) * rate)
        }
        filled = max(filled ?? now, now)
    }

    /// How many may pass at once.
    var available: Int { max(0, Int(tokens)) }

    /// Takes tokens, even those that are not there yet: what cannot wait is paid for by those that follow.
    mutating func take(_ count: Int = 1) {
        tokens -= Double(count)
    }

    /// Gives back a token that was taken for nothing.
    mutating func giveBack() {
        tokens = min(burst, tokens + 1)
    }

    /// Keeps nothing for a burst.
    mutating func drain() {
        tokens = min(tokens, 0)
    }

    /// When the next one may pass.
    func nextToken(after now: Duration, perSecond rate: Double) -> Duration {
        guard tokens < 1, rate > 0 else { return now }
        return now + .seconds((1 - tokens) / rate) + .milliseconds(1)
    }
}
