/// The waits between tries (RELIABILITY 3.5).
package struct RetrySchedule: Sendable, Hashable {
    /// The longest wait after the first, second … try; the last applies to all later ones.
    package var waits: [Duration]
    /// The upper limit of all waits.
    package var cap: Duration
    /// The most tries of one message.
    package var tries: Int
    /// The shortest and the longest wait while there is no connection; such tries do not count.
    package var unreachable: ClosedRange<Duration>

    /// A schedule: five tries, waits that double from half a second.
    package init(
        waits: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15)],
        cap: Duration = .seconds(15),
        tries: Int = 5,
        unreachable: ClosedRange<Duration> = .seconds(2) ... .seconds(5)
    ) {
        self.waits = waits
        self.cap = cap
        self.tries = tries
        self.unreachable = unreachable
    }

    /// The wait after a try that counts: anything up to the list's (full jitter), so that failures spread out.
    func wait(afterTry number: Int, random: inout SplitMix64) -> Duration {
        let longest = waits.isEmpty ? cap : waits[min(max(number, 1), waits.count) - 1]
        return min(longest, cap) * random.fraction()
    }

    /// The wait after a try without a connection.
    func unreachableWait(random: inout SplitMix64) -> Duration {
        unreachable.lowerBound + (unreachable.upperBound - unreachable.lowerBound) * random.fraction()
    }
}

/// The share of repeats among the messages, so that retries cannot become a storm (RELIABILITY 3.5).
package struct RetryBudgetPolicy: Sendable, Hashable {
    /// The window in which both are counted.
    package var window: Duration
    /// Repeats for each first try.
    package var share: Double
    /// Repeats that are always allowed; without them, a quiet bot could never repeat anything.
    package var least: Int

    /// A budget: a fifth of the first tries of a minute, and ten in any case.
    package init(window: Duration = .seconds(60), share: Double = 0.2, least: Int = 10) {
        self.window = window
        self.share = share
        self.least = least
    }
}

/// Limits repeats to a share of the messages.
struct RetryBudget: Sendable, Hashable {
    private let policy: RetryBudgetPolicy
    private var firsts: SlidingCount
    private var repeats: SlidingCount

    init(_ policy: RetryBudgetPolicy) {
        self.policy = policy
        firsts = SlidingCount(window: policy.window)
        repeats = SlidingCount(window: policy.window)
    }

    /// Whether another repeat may be sent.
    mutating func admitsRepeat(at now: Duration) -> Bool {
        let allowed = max(policy.least, Int(policy.share * Double(firsts.total(at: now))))
        return repeats.total(at: now) < allowed
    }

    /// Counts a message that is sent.
    mutating func note(isRepeat: Bool, at now: Duration) {
        if isRepeat { repeats.add(at: now) } else { firsts.add(at: now) }
    }
}
