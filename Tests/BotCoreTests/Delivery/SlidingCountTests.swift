import TestSupport
import Testing

@testable import BotCore

@Suite(.timeLimit(.minutes(5)), .watched)
struct SlidingCountTests {
    @Test(arguments: [(0, 2), (5, 2), (9, 2), (10, 0), (1_000, 0)])
    func `what happened is counted until the window has passed`(later: Int, expected: Int) {
        var count = SlidingCount(window: .seconds(10))
        count.add(at: .seconds(100))
        count.add(at: .milliseconds(100_500))
        let first = count.total(at: .seconds(100 + later))
        #expect(first == expected)
    }

    @Test func `what is older goes first`() {
        var count = SlidingCount(window: .seconds(10))
        for second in 0..<10 { count.add(at: .seconds(second)) }
        let first = count.total(at: .seconds(9))
        #expect(first == 10)
        let second = count.total(at: .seconds(12))
        #expect(second == 7)
        let third = count.total(at: .seconds(3))
        #expect(third == 7)
    }
}
