/// How long to wait before which try, as data (RELIABILITY 3.5).
public struct RetrySchedule: Sendable, Hashable {
    /// The longest wait after the first, second … try; the last one stands for all that follow.
    public var waits: [Duration]
    /// No wait is longer, whatever the list says.
    public var cap: Duration
    /// How many tries a message gets in all.
    public var tries: Int
    /// The shortest and the longest wait while there is no connection; such tries do not count.
    public var unreachable: ClosedRange<Duration>

    /// A schedule: five tries, waits that double from half a second.
    public init(
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
    func wait(afterTry number: Int, dice: inout Dice) -> Duration {
        let longest = waits.isEmpty ? cap : waits[min(max(number, 1), waits.count) - 1]
        return min(longest, cap) * dice.fraction()
    }

    /// The wait after there was no connection.
    func unreachableWait(dice: inout Dice) -> Duration {
        unreachable.lowerBound + (unreachable.upperBound - unreachable.lowerBound) * dice.fraction()
    }
}
