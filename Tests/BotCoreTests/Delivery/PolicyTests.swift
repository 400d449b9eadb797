import TestSupport
import Testing

@testable import BotCore

/// Waits, the quota and randomness.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PolicyTests {
    @Test(arguments: [(1, 0.5), (2, 1), (3, 2), (4, 4), (5, 8), (6, 15), (99, 15), (0, 0.5)])
    func `the longest wait doubles up to fifteen seconds, and chance takes any part of it`(number: Int, most: Double) {
        let schedule = RetrySchedule()
        var random = SplitMix64(seed: 7)
        let waits = (0..<1_000).map { _ in schedule.wait(afterTry: number, random: &random) }
        #expect(waits.allSatisfy { $0 >= .zero && $0 < .seconds(most) })
        #expect(waits.contains { $0 < .seconds(most * 0.1) } && waits.contains { $0 > .seconds(most * 0.9) })
    }

    @Test func `without a connection the wait is two to five seconds`() {
        var random = SplitMix64(seed: 7)
        let waits = (0..<1_000).map { _ in RetrySchedule().unreachableWait(random: &random) }
        #expect(waits.allSatisfy { $0 >= .seconds(2) && $0 < .seconds(5) })
    }

    @Test func `a list of waits never beats the cap`() {
        let schedule = RetrySchedule(waits: [.seconds(100)], cap: .seconds(3))
        var random = SplitMix64(seed: 7)
        let waits = (0..<100).map { _ in schedule.wait(afterTry: 1, random: &random) }
        #expect(waits.allSatisfy { $0 < .seconds(3) })
    }

    @Test(arguments: [
        (ReplyPriority.low, 90, true), (.low, 91, false), (.ordinary, 95, true), (.ordinary, 96, false),
        (.essential, 100, true), (.essential, 101, false),
    ])
    func `near the day's limit the least important yield first`(priority: ReplyPriority, count: Int, admits: Bool) {
        #expect(DailyQuota().admits(priority, count: count) == admits)
    }

    @Test func `random fall alike after the same seed`() {
        var (first, second, other) = (SplitMix64(seed: 1), SplitMix64(seed: 1), SplitMix64(seed: 2))
        let falls = (0..<10).map { _ in first.next() }
        let alike = (0..<10).map { _ in second.next() }
        let others = (0..<10).map { _ in other.next() }
        #expect(falls == alike)
        #expect(falls != others)
    }
}
