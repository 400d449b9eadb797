import TestSupport
import Testing

@testable import BotCore

@Suite(.timeLimit(.minutes(5)), .watched)
struct AdaptiveRateTests {
    private static let policy = RatePolicy(perSecond: 20, burst: 10)

    @Test(arguments: [(0, 10.0), (1, 11), (5, 15), (10, 20), (100, 20)])
    func `a complaint halves the rate, and five percent come back each second`(seconds: Int, expected: Double) {
        var rate = AdaptiveRate(Self.policy)
        let isNew = rate.complain(sent: .seconds(99), retryAfter: nil, at: .seconds(100))
        #expect(isNew)
        #expect(abs(rate.perSecond(at: .seconds(100 + seconds)) - expected) < 1e-9)
    }

    @Test func `complaints about what was sent before the last one was heard change nothing`() {
        var rate = AdaptiveRate(Self.policy)
        let first = rate.complain(sent: .seconds(98), retryAfter: nil, at: .seconds(100))
        let second = rate.complain(sent: .seconds(99), retryAfter: nil, at: .seconds(100))
        #expect(first && !second)
        #expect(rate.perSecond(at: .seconds(100)) == 10)
    }

    @Test func `some of the rate is always left`() {
        var rate = AdaptiveRate(Self.policy)
        for _ in 0..<50 { _ = rate.complain(sent: .seconds(100), retryAfter: nil, at: .seconds(100)) }
        #expect(rate.perSecond(at: .seconds(100)) == 0.2)
    }

    @Test func `a complaint takes what was kept for a burst`() {
        var rate = AdaptiveRate(Self.policy)
        let first = rate.available(at: .seconds(100))
        #expect(first == 10)
        _ = rate.complain(sent: .seconds(99), retryAfter: nil, at: .seconds(100))
        let second = rate.available(at: .seconds(100))
        #expect(second == 0)
    }

    @Test(arguments: [(5, 5), (3_600, 60)])
    func `nothing is sent before the time that the platform asks for, within reason`(asked: Int, held: Int) {
        var rate = AdaptiveRate(Self.policy)
        _ = rate.complain(sent: .seconds(99), retryAfter: .seconds(asked), at: .seconds(100))
        #expect(rate.closed(at: .seconds(100)) == .seconds(100 + held))
        #expect(rate.closed(at: .seconds(100 + held)) == nil)
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct TokenBucketTests {
    @Test(arguments: [(0.0, 0), (0.5, 1), (1, 2), (1.4, 2), (10, 4)])
    func `after a burst so many a second pass, and no larger burst gathers`(seconds: Double, expected: Int) {
        var bucket = TokenBucket(burst: 4)
        bucket.fill(at: .seconds(5), perSecond: 2)
        bucket.take(4)
        bucket.fill(at: .seconds(5) + .seconds(seconds), perSecond: 2)
        #expect(bucket.available == expected)
    }

    @Test func `a message that could not wait is paid for later`() {
        var bucket = TokenBucket(burst: 1)
        bucket.fill(at: .zero, perSecond: 1)
        bucket.take(3)
        #expect(bucket.available == 0)
        let next = bucket.nextToken(after: .zero, perSecond: 1)
        #expect(next >= .seconds(3))
        bucket.fill(at: next, perSecond: 1)
        #expect(bucket.available == 1)
    }

    @Test func `a token given back can be taken again, and a drained bucket is empty`() {
        var bucket = TokenBucket(burst: 2)
        bucket.take()
        bucket.giveBack()
        bucket.giveBack()
        #expect(bucket.available == 2)
        bucket.drain()
        #expect(bucket.available == 0)
    }

    @Test func `time that runs backwards brings nothing`() {
        var bucket = TokenBucket(burst: 5)
        bucket.fill(at: .seconds(10), perSecond: 1)
        bucket.take(5)
        bucket.fill(at: .seconds(2), perSecond: 1)
        bucket.fill(at: .seconds(11), perSecond: 1)
        #expect(bucket.available == 1)
    }
}
