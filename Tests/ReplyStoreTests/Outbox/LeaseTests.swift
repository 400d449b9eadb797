import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct LeaseTests {
    @Test(arguments: StoreKind.allCases)
    func `when a lease ends another claim takes the reply and knows that it may have been sent`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne(token: 1)
        #expect(try await store.claim(at: lost.leaseUntil.addingTimeInterval(-0.001), token: 2).isEmpty)
        let taken = try await store.claimOne(at: lost.leaseUntil, token: 2)
        #expect((taken.id, taken.attempts, taken.ambiguousAttempts) == (lost.id, 2, 1))
        #expect(try await store.retry(taken, at: noon, reason: nil))
        #expect(try await store.claimOne(token: 3).ambiguousAttempts == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a process that lost the lease cannot record any outcome`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne(token: 1)
        let taken = try await store.claimOne(at: lost.leaseUntil, token: 2)
        #expect(try await store.markSent(lost, at: noon) == false)
        #expect(try await store.retry(lost, at: noon, reason: nil) == false)
        #expect(try await store.markDead(lost, reason: "late", at: noon) == false)
        #expect(try await store.sampleContact().sends == 2)
        #expect(try await store.markSent(taken, at: noon))
    }

    @Test(arguments: StoreKind.allCases)
    func `an outcome is recorded only once`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.markSent(reply, at: noon))
        #expect(try await store.markSent(reply, at: noon) == false)
        #expect(try await store.markDead(reply, reason: "late", at: noon) == false)
    }

    @Test(arguments: StoreKind.allCases)
    func `a late outcome counts as long as nobody else took the reply`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.markSent(reply, at: reply.leaseUntil.addingTimeInterval(60)))
    }

    @Test(arguments: StoreKind.allCases)
    func `at a start all leases are released and old tokens are void`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in 1...3 { try await store.queue("one", number: number, user: "u\(number)") }
        let claimed = try await store.claim(2)
        #expect(try await store.releaseLeases(now: noon) == 2)
        #expect(try await store.releaseLeases(now: noon) == 0)
        #expect(try await store.markSent(claimed[0], at: noon) == false)
        let again = try await store.claim(token: 2)
        #expect(again.map(\.interruptedAttempts).sorted() == [0, 1, 1])
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
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
    func `at a start the same holds for all leases, and the death costs no try`(
        _ policy: InterruptedTries,
        doubtful: Int
    ) async throws {
        try await store.queue("one", number: 1)
        for deaths in 1...5 {
            _ = try await claim(at: noon, policy)
            #expect(try await store.releaseLeases(now: noon, interrupted: policy) == 1)
            let taken = try await claim(at: noon, policy)
            #expect((taken.attempts, taken.ambiguousAttempts) == (1, 0))
            #expect((taken.interruptedAttempts, taken.sendsToday) == (deaths * doubtful, 1 + deaths * doubtful))
            #expect(try await store.putBack(taken, reason: .lease, at: noon))
        }
    }

    @Test func `at a start only the tries that were begun under their latest claim are doubtful`() async throws {
        for number in 1...3 { try await store.queue("r\(number)", number: number, user: "u\(number)") }
        let claimed = try await store.claim(3, token: 7)
        #expect(claimed.count == 3)
        // The third was begun under an earlier claim.
        let begun: Set = [
            BegunTry(reply: claimed[0].id, lease: LeaseToken(rawValue: 7)),
            BegunTry(reply: claimed[2].id, lease: LeaseToken(rawValue: 6)),
        ]
        #expect(try await store.releaseLeases(now: noon, interrupted: .areDoubtfulIfBegun(begun)) == 3)
        let again = try await store.claim(3, token: 8)
        #expect(again.map(\.interruptedAttempts) == [1, 0, 0])
        #expect(again.map(\.attempts) == [1, 1, 1])
        #expect(again.map(\.sendsToday) == [2, 1, 1])
    }

    @Test func `a reply that was interrupted keeps its message of the day when it is given up`() async throws {
        try await store.queue("one", number: 1)
        _ = try await store.claimOne()
        #expect(try await store.releaseLeases(now: noon, interrupted: .areDoubtful) == 1)
        let reply = try await store.claimOne(token: 2)
        #expect(try await store.markDead(reply, reason: "no", at: noon))
        #expect(try await store.sampleContact().sends == 2)
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

    @Test func `a process that lost the lease cannot start`() async throws {
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne(token: 1)
        _ = try await store.claimOne(at: lost.leaseUntil, token: 2)
        #expect(try await store.markStarted(lost) == false)
    }

    @Test func `a try that may have arrived uses the day, and so does the next one`() async throws {
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: "time-out", cost: .ambiguity))
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
