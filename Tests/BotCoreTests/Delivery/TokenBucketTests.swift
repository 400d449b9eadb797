import TestSupport
import Testing

@testable import BotCore

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

    @Test func `what could not wait is paid for later`() {
        var bucket = TokenBucket(burst: 1)
        bucket.fill(at: .zero, perSecond: 1)
        bucket.take(3)
        #expect(bucket.available == 0)
        let next = bucket.nextToken(after: .zero, perSecond: 1)
        #expect(next >= .seconds(3))
        bucket.fill(at: next, perSecond: 1)
        #expect(bucket.available == 1)
    }

    @Test func `what is given back can be taken again, and a drained bucket is empty`() {
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
