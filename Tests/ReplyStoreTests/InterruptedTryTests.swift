import Foundation
import ReplyStore
import Testing

struct InterruptedTryTests {
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    @Test(arguments: [
        (InterruptedTries.areDoubtful, false, 1), (.areDoubtful, true, 1), (.areDoubtfulOnceStarted, false, 0),
        (.areDoubtfulOnceStarted, true, 1),
    ])
    func `a lapsed lease is doubtful by the policy and by whether its try was started`(
        _ policy: InterruptedTries,
        isStarted: Bool,
        doubtful: Int
    ) async throws {
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne()
        if isStarted { #expect(try await store.markStarted(lost)) }
        let taken = try await claim(at: lost.leaseUntil, policy)
        #expect((taken.ambiguousAttempts, taken.sendsToday) == (doubtful, 1 + doubtful))
    }

    @Test(arguments: [(InterruptedTries.areDoubtful, 1), (.areDoubtfulOnceStarted, 0)])
    func `at a start the same holds for all leases`(_ policy: InterruptedTries, doubtful: Int) async throws {
        try await store.queue("one", number: 1)
        _ = try await store.claimOne()
        #expect(try await store.releaseLeases(now: noon, interrupted: policy) == 1)
        let taken = try await claim(at: noon, policy)
        #expect((taken.ambiguousAttempts, taken.sendsToday) == (doubtful, 1 + doubtful))
    }

    @Test func `a claim begins a try that is not started yet`() async throws {
        try await store.queue("one", number: 1)
        let first = try await claim(at: noon, .areDoubtfulOnceStarted)
        #expect(try await store.markStarted(first))
        #expect(try await store.retry(first, at: noon, reason: nil))
        let second = try await claim(at: noon, .areDoubtfulOnceStarted)
        let third = try await claim(at: second.leaseUntil, .areDoubtfulOnceStarted)
        #expect(third.ambiguousAttempts == 0)
    }

    @Test func `who lost the lease cannot start`() async throws {
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne(token: 1)
        _ = try await store.claimOne(at: lost.leaseUntil, token: 2)
        #expect(try await store.markStarted(lost) == false)
    }

    @Test func `a try that may have arrived uses the day, and so does the next one`() async throws {
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: "time-out", after: .unknown))
        #expect(try await store.sampleContact().sends == 1)
        #expect(try await store.claimOne(token: 2).sendsToday == 2)
    }

    private func claim(at now: Date, _ policy: InterruptedTries) async throws -> QueuedReply {
        let token = LeaseToken(rawValue: UInt64.random(in: 2 ... .max))
        let claimed = try await store.claim(
            limit: 1,
            now: now,
            leaseFor: 30,
            token: token,
            day: today,
            interrupted: policy
        )
        return try #require(claimed.replies.first)
    }
}
